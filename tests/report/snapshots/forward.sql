-- Reconcile plan 7f3c9a12 for production, PostgreSQL 18.4: forward, 8 steps.
-- To read, or to run by hand. `reconcile` itself also checks, retries, records and resumes.

-- == expand: only adds; the old application version keeps working

-- 1.1 create table tiers
-- in the spec, not in the database (specs/tiers.yaml:1)
BEGIN;
CREATE TABLE tiers (
	id smallint GENERATED ALWAYS AS IDENTITY,
	name text NOT NULL,
	min_points integer NOT NULL,
	CONSTRAINT tiers_pkey PRIMARY KEY (id)
);
COMMIT;

-- 1.2 add column customers.tier_id
-- a nullable column is a change of the catalog only (specs/customers.yaml:14)
BEGIN;
ALTER TABLE customers ADD COLUMN tier_id smallint;
COMMIT;

-- 1.3 create index customers_tier_idx
-- built concurrently because the table has rows (specs/customers.yaml:31)
-- outside of a transaction
CREATE INDEX CONCURRENTLY customers_tier_idx ON customers (tier_id);

-- 1.4 add value gift to enum entry_kind
-- gift is new in the spec (specs/points.yaml:3)
BEGIN;
ALTER TYPE entry_kind ADD VALUE 'gift';
COMMIT;

-- == backfill: fills rows in batches; the old application version keeps working

-- 2.1 backfill customers.tier_from_points
-- declared on customers (specs/customers.yaml:40)
-- in batches of 5,000 rows, each in its own transaction
-- old values are kept in reconcile.tier_from_points_old
update "public"."customers"
   set "tier_id" = (select t.id from tiers t where t.min_points <= customers.points order by t.min_points desc limit 1)
 where tier_id is null;

-- == validate: proves that existing rows comply; the old application version keeps working

-- 3.1 validate constraint customers_tier_id_fkey
-- proves rows written before the constraint (specs/customers.yaml:14)
BEGIN;
ALTER TABLE customers VALIDATE CONSTRAINT customers_tier_id_fkey;
COMMIT;

-- == gate: go on only when no old application version is running any more

-- == contract: tightens and puts aside; for when no old application version runs any more

-- 4.1 change type of customers.points from bigint to integer
-- the spec says integer (specs/customers.yaml:12)
BEGIN;
ALTER TABLE customers ALTER COLUMN points TYPE integer;
COMMIT;

-- 4.2 drop column customers.mail
-- managed, and no longer in the spec
-- customers.mail is kept as customers._rq_mail until `reconcile purge`
BEGIN;
ALTER TABLE customers RENAME COLUMN mail TO _rq_mail;
COMMIT;
