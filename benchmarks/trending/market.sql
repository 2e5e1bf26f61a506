-- Postings `first` to `last` of a market, numbered in the order of their days; draws hang on the number alone.
-- Every eleventh repeats one of the few before it. Boards of a rank ending in 7 or 8 come late, in 9 leave early.
create or replace macro draw(number, salt) as (hash(number, salt) % 1000003)::double / 1000003;
create or replace macro zipf(many, number, salt) as floor(pow(many, draw(number, salt)))::int - 1;
create or replace macro day_of(number) as
    getvariable('since') + floor(getvariable('days') * pow(number / getvariable('postings')::double, 0.9))::int;
create or replace macro is_there(rank, day) as case
    when rank % 10 in (7, 8) then day >= getvariable('since') + floor(getvariable('days') * draw(rank, 51))::int
    when rank % 10 = 9 then day < getvariable('since') + floor(getvariable('days') * draw(rank, 51))::int
    else true
end;

create or replace table ads as
with numbered as (
    select i as posting, case when i % 11 = 10 then i - 1 - (hash(i, 1) % 5)::bigint else i end as vacancy
    from range(getvariable('first'), getvariable('last')) as numbers(i)
),
drawn as (
    select
        *,
        day_of(posting) as new_on,
        draw(vacancy, 3) < 0.002 as is_thread,
        floor(getvariable('boards') * pow(draw(vacancy, 2), 2.5))::int as rank
    from numbered
),
kept as (
    select * replace (if(is_there(rank, day_of(vacancy)), rank, rank - rank % 10) as rank) from drawn
)
select
    posting,
    vacancy,
    if(is_thread, 1, rank + 2) as board,
    case
        when not is_thread and rank % 50 <> 6 then 'employer-' || rank % getvariable('employers')
        when draw(vacancy, 4) < 0.9 then 'employer-' || zipf(getvariable('employers'), vacancy, 5)
    end as employer,
    new_on,
    posting = vacancy as opens,
    if(draw(posting, 6) < 0.97, new_on + 5 + floor(90 * draw(posting, 7))::int, null) as closed_on,
    if(draw(vacancy, 8) < 0.85, 'en', 'de') as language,
    if(draw(vacancy, 9) < 0.85, list_extract(getvariable('roles'), 1 + zipf(len(getvariable('roles')), vacancy, 10)), null) as role,
    list_extract(['senior', 'mid', 'lead', 'entry', null], 1 + (hash(vacancy, 11) % 5)::int) as seniority,
    list_extract(['remote', 'hybrid', 'onsite', null], 1 + (hash(vacancy, 12) % 4)::int) as remote,
    if(draw(vacancy, 13) < 0.3, 'required', null) as degree,
    list_extract(['us', 'gb', 'de', 'ca', 'in', 'fr', 'nl', 'pl', 'es', 'au', 'ie', 'se', 'br', 'pt', 'ch', 'il', 'sg', 'it', 'at', 'ro'],
        1 + zipf(20, vacancy, 14)) as country,
    if(draw(vacancy, 15) < 0.6, 'r' || zipf(30, vacancy, 16), null) as region,
    if(draw(vacancy, 17) < 0.35, 60000 + floor(120000 * draw(vacancy, 18))::int, null) as pay
from kept;

-- What texts name; every tenth skill gains on the one after it all the time.
create or replace table named as
with skills as (
    select posting, new_on, draw(vacancy * 16 + k, 21) as luck, zipf(len(getvariable('skills')) - 1, vacancy * 16 + k, 20) as rank
    from ads, range(8) as draws(k)
    where k <= hash(vacancy, 19) % 8
)
select distinct
    posting,
    'skill' as dimension,
    list_extract(getvariable('skills'), 1 + rank
        + if(rank % 10 = 3 and luck > (new_on - getvariable('since')) / getvariable('days')::double, 1, 0)) as key
from skills
union all
select posting, 'topic', list_extract(getvariable('topics'), 1 + zipf(len(getvariable('topics')), vacancy, 22))
from ads
where draw(vacancy, 23) < 0.2;
