-- The number is 70 bits of a hash: a collision is possible in theory, and must not hold up a batch of submissions.
drop index casework.case_authority_number_idx;
create index on casework.case (authority, number);
