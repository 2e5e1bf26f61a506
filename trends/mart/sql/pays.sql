-- One row a stated range (ads only), as stated and a year; amounts come as hundredths.
with amounts as (
    select
        posting,
        position,
        cast(nullif(low, -1) as double) / 100 as low,
        cast(nullif(high, -1) as double) / 100 as high,
        nullif(currency, '') as currency,
        nullif(per, '') as per,
        kind
    from said_pays
),
annual as (
    select
        amounts.*,
        coalesce(
            factors.factor,
            case when amounts.per is null and coalesce(high, low) >= unsaid.least then 1.0 end
        ) as factor
    from amounts
    left join factors on factors.per = amounts.per
    left join unsaid on unsaid.currency = amounts.currency
)
select
    v.posting,
    v.vacancy,
    v.board,
    v.employer,
    v.new_on,
    v.opens,
    v.role,
    v.seniority,
    v.country,
    a.currency,
    a.per,
    a.kind,
    a.low,
    a.high,
    a.low * a.factor as annual_low,
    a.high * a.factor as annual_high,
    a.position,
    v.month
from annual as a
join vacancies as v using (posting)
where v.is_ad
