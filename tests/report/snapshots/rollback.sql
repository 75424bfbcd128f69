-- Reconcile plan 7f3c9a12 for production, PostgreSQL 18.4: rollback, 8 steps, newest first.
-- To read, or to run by hand. `reconcile` itself also checks, retries, records and resumes.

-- undo 4.2 drop column customers.mail
-- exact: the column is renamed back with its values
BEGIN;
ALTER TABLE customers RENAME COLUMN _rq_mail TO mail;
COMMIT;

-- undo 4.1 change type of customers.points from bigint to integer
-- LOSSY: the type comes back; values that were rounded do not
BEGIN;
ALTER TABLE customers ALTER COLUMN points TYPE bigint;
COMMIT;

-- undo 3.1 validate constraint customers_tier_id_fkey
-- exact: nothing to take back: the constraint itself is taken back by 1.2
-- nothing to do

-- undo 2.1 backfill customers.tier_from_points
-- exact: rows that still hold what the backfill wrote get their old value back
-- gives customers (tier_id) its old values back from reconcile.tier_from_points_old,
-- in batches, where the value is still the one that the backfill wrote

-- undo 1.4 add value gift to enum entry_kind
-- NO WAY BACK: PostgreSQL cannot take a value out of an enum; it stays, unused
-- nothing to do

-- undo 1.3 create index customers_tier_idx
-- exact: the index is dropped concurrently
-- outside of a transaction
DROP INDEX CONCURRENTLY customers_tier_idx;

-- undo 1.2 add column customers.tier_id
-- exact: the column is renamed out of the way, or dropped while it holds nothing
BEGIN;
ALTER TABLE customers RENAME COLUMN tier_id TO _rq_tier_id;
COMMIT;

-- undo 1.1 create table tiers
-- exact: dropped while it is empty; with rows in it, put into quarantine
BEGIN;
ALTER TABLE tiers SET SCHEMA reconcile_quarantine;
COMMIT;
-- instead, while this finds no row:
--   SELECT 1 FROM tiers LIMIT 1
-- it is plainly dropped:
--   DROP TABLE tiers;
