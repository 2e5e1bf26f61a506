-- One row for each posting and key: country `us`, region `us-ca`, metropolitan area by its slug.
with named as (
    select
        posting,
        lower(country) as country,
        nullif(region, '') as region,
        nullif(metro, '') as metro
    from said_places
),
keyed as (
    select posting, country as key, 'country' as "group", upper(country) as label from named where country <> ''
    union all
    select posting, country || '-' || slug(region), 'region', region || ', ' || upper(country)
    from named
    where country <> '' and region is not null
    union all
    select posting, slug(metro), 'metro', metro from named where metro is not null
)
select distinct posting, key, "group", label from keyed
