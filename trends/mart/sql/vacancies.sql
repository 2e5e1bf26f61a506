-- One row a posting; '' and -1 of the store's answer become null again.
-- Only a posting that turns up inside a span of complete observation is known to be new on that day. What the first
-- crawl of a span lists (the board's first one, or the one after a gap) may be older: its own `posted_on` decides.
with dated as (
    select
        said.* exclude (own_employer),
        coalesce(own.key, boards.employer) as employer,
        case
            when not boards.imported and exists (
                from spans
                where spans.board = said.board and spans.from_day < said.seen_on and spans.to_day >= said.seen_on
            ) then said.seen_on
            else said.posted_on
        end as new_on
    from said_vacancies as said
    join boards on boards.board = said.board
    left join employers as own on own.employer = said.own_employer
)
select
    posting,
    vacancy,
    dated.board,
    employer,
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
from dated
left join (
    select posting, arg_min(lower(country), rowid) filter (where country <> '') as country
    from said_places
    group by posting
) as first_place using (posting)
