-- One row a posting; '' and -1 of the store's answer become null again.
select
    posting,
    vacancy,
    board,
    nullif(employer, '') as employer,
    cast(nullif(new_on, '') as date) as new_on,
    cast(seen_on as date) as seen_on,
    cast(nullif(closed_on, '') as date) as closed_on,
    opens = 1 as opens,
    is_ad = 1 as is_ad,
    nullif(language, '') as language,
    nullif(role, '') as role,
    nullif(seniority, '') as seniority,
    nullif(remote, '') as remote,
    nullif(degree, '') as degree,
    nullif(employment, '') as employment,
    cast(nullif(years_min, -1) as integer) as years_min,
    first_place.country,
    title,
    nullif(url, '') as url,
    reason,
    substr(new_on, 1, 7) as month
from said_vacancies
left join (
    select posting, arg_min(lower(country), rowid) filter (where country <> '') as country
    from said_places
    group by posting
) as first_place using (posting)
