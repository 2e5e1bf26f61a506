-- One row an ad of one month; `$chosen` stands for the span of days and the filters.
with vacancies as (
    select * from read_parquet($vacancies, hive_partitioning = false)
),
tags as (
    select * from read_parquet($tags, hive_partitioning = false)
),
pays as (
    select * from read_parquet($pays, hive_partitioning = false, file_row_number = true)
),
chosen as (
    select * from vacancies where is_ad and $chosen
),
listed as (
    select elsewhere.posting, string_agg(platform || '/' || token, ';' order by platform, token) as also_on
    from elsewhere
    join boards using (board)
    group by elsewhere.posting
),
named as (
    select
        posting,
        string_agg(key, ';' order by key) filter (where dimension = 'place') as places,
        string_agg(key, ';' order by key) filter (where dimension = 'skill') as skills,
        string_agg(key, ';' order by key) filter (where dimension = 'topic') as topics
    from tags
    where dimension in ('place', 'skill', 'topic')
    group by posting
),
paid as (
    select posting, arg_min({'low': low, 'high': high, 'currency': currency, 'per': per}, file_row_number) as pay
    from pays
    where kind = 'base'
    group by posting
)
select
    boards.platform || '/' || boards.token as board,
    chosen.url,
    plain(chosen.title) as title,
    plain(coalesce(employers.label, chosen.employer)) as employer,
    coalesce(boards.sector, sectors.sector) as sector,
    chosen.country,
    named.places,
    chosen.new_on,
    chosen.closed_on,
    chosen.opens,
    listed.also_on,
    chosen.language,
    chosen.role,
    chosen.seniority,
    chosen.remote,
    chosen.degree,
    chosen.employment,
    chosen.years_min,
    named.skills,
    named.topics,
    paid.pay.low as pay_low,
    paid.pay.high as pay_high,
    paid.pay.currency as currency,
    paid.pay.per as per
from chosen
left join boards using (board)
left join labels as employers on employers.dimension = 'employer' and employers.key = chosen.employer
left join sectors on sectors.employer = replace(chosen.employer, '-', '')
left join listed using (posting)
left join named using (posting)
left join paid using (posting)
order by chosen.new_on, chosen.posting
