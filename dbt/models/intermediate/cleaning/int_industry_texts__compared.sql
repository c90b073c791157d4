{{ config(materialized='table') }}

with unmatched as (
    select distinct last_term
    from {{ ref('int_industry_texts__collected') }}
    where industry_code is null
),

text_grams as (
    {{ bigrams_of('unmatched', 'last_term') }}
),

term_grams as (
    {{ bigrams_of(ref('int_industry_terms__listed'), 'term') }}
),

shared_grams as (
    select
        text_grams.text as last_term,
        term_grams.text as term,
        count(*) as shared_count,
        min(text_grams.gram_count) + min(term_grams.gram_count) as gram_count
    from text_grams
    inner join term_grams on text_grams.gram = term_grams.gram
    group by text_grams.text, term_grams.text
),

-- Dice: the pairs that both have, of all pairs of both.
similarities as (
    select
        shared_grams.last_term,
        terms.industry_code,
        max(cast(2 * shared_grams.shared_count as double) / shared_grams.gram_count) as similarity
    from shared_grams
    inner join {{ ref('int_industry_terms__listed') }} as terms on shared_grams.term = terms.term
    group by shared_grams.last_term, terms.industry_code
),

ranked as (
    select
        *,
        row_number() over (partition by last_term order by similarity desc, industry_code) as position,
        lead(similarity) over (partition by last_term order by similarity desc, industry_code) as next_similarity
    from similarities
)

select
    last_term,
    industry_code as candidate_code,
    similarity as confidence,
    similarity >= {{ var('industry_match_min_confidence') }} and similarity > coalesce(next_similarity, 0) as is_accepted
from ranked
where position = 1
