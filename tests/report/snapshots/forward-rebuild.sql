-- Reconcile plan 99887766 for dev, SQLite 3.53.2: forward, 1 step.
-- To read, or to run by hand. `reconcile` itself also checks, retries, records and resumes.

-- == expand: only adds; the old application version keeps working

-- 1.1 rebuild table 顧客ポイント履歴テーブル (2 changes)
-- 点数 becomes NOT NULL, which SQLite can only do by a rebuild �[31m(R20)�[0m
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
BEGIN IMMEDIATE;
CREATE TABLE _rq_new (id integer PRIMARY KEY, 点数 integer NOT NULL);
INSERT INTO _rq_new SELECT id, 点数 FROM 顧客ポイント履歴テーブル;
COMMIT;
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
