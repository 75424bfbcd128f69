/** One entry per version of the journal, never edited once released: an older journal is brought forward by the later ones. */
export const postgresVersions: readonly (readonly string[])[] = [
  [
    `create table reconcile.meta (key text primary key, value text not null)`,
    `create table reconcile.runs (
       id text primary key,
       number integer not null unique,
       plan json not null,
       status text not null,
       started_at timestamptz not null,
       finished_at timestamptz,
       owner text not null,
       gate_passed boolean not null,
       recorded_before json
     )`,
    `create table reconcile.steps (
       run_id text not null references reconcile.runs (id),
       id text not null,
       position integer not null,
       phase text not null,
       status text not null,
       attempts integer not null,
       started_at timestamptz,
       finished_at timestamptz,
       error_message text,
       error_code text,
       primary key (run_id, id)
     )`,
    `create table reconcile.checkpoints (
       run_id text not null references reconcile.runs (id),
       step_id text not null,
       direction text not null,
       cursor json not null,
       rows_done bigint not null,
       batch_rows integer not null,
       finished boolean not null,
       updated_at timestamptz not null,
       primary key (run_id, step_id, direction)
     )`,
    `create table reconcile.recorded (id integer primary key check (id = 1), content json not null, recorded_at timestamptz not null)`,
    `create table reconcile.quarantine (
       kept_as text primary key,
       quarantine json not null,
       run_id text not null references reconcile.runs (id),
       step_id text not null,
       since timestamptz not null
     )`,
  ],
  [
    `create table reconcile.gates (run_id text primary key references reconcile.runs (id), opened_at timestamptz not null)`,
  ],
  [
    `create table reconcile.usage (
       run_id text primary key references reconcile.runs (id),
       since timestamptz not null,
       counters json not null
     )`,
  ],
]
