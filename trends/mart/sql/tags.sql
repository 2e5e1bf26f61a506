-- One row for each posting (ads only), dimension and key. A vacancy opens in a place also by a later posting that adds
-- it there; in everything else only its first posting opens it.
with said as (
    select posting, dimension, key from said_tags
    union
    select posting, 'role', role from vacancies where role is not null
    union
    select said_tags.posting, 'group', groups."group"
    from said_tags
    join groups on groups.skill = said_tags.key
    where said_tags.dimension = 'skill'
    union
    select posting, 'place', key from placed
),
adding as (
    select 'place' as dimension, placed.key, arg_min(posting, (moved.seen_on, posting)) as posting
    from said_moved as moved
    join placed using (posting)
    group by moved.vacancy, placed.key
)
select
    v.posting,
    v.vacancy,
    v.board,
    v.employer,
    v.new_on,
    v.opens or (v.reason = 'place' and adding.posting is not null) as opens,
    coalesce(v.language = 'en', false) as english,
    said.dimension,
    said.key,
    v.month
from said
join vacancies as v using (posting)
left join adding on adding.posting = said.posting and adding.dimension = said.dimension and adding.key = said.key
where v.is_ad
