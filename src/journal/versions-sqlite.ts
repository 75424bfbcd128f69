/** One entry per version of the journal, never edited once released: an older journal is brought forward by the later ones. */
export const sqliteVersions: readonly (readonly string[])[] = [
  [
    `create table _reconcile_meta (key text primary key, value text not null)`,
    `create table _reconcile_runs (
       id text primary key,
       number integer not null unique,
       plan text not null,
       status text not null,
       started_at text not null,
       finished_at text,
       owner text not null,
       gate_passed integer not null,
       recorded_before text
     )`,
    `create table _reconcile_steps (
       run_id text not null references _reconcile_runs (id),
       id text not null,
       position integer not null,
       phase text not null,
       status text not null,
       attempts integer not null,
       started_at text,
       finished_at text,
       error_message text,
       error_code text,
       primary key (run_id, id)
     )`,
    `create table _reconcile_checkpoints (
       run_id text not null references _reconcile_runs (id),
       step_id text not null,
       direction text not null,
       cursor text not null,
       rows_done integer not null,
       batch_rows integer not null,
       finished integer not null,
       updated_at text not null,
       primary key (run_id, step_id, direction)
     )`,
    `create table _reconcile_recorded (id integer primary key check (id = 1), content text not null, recorded_at text not null)`,
    `create table _reconcile_quarantine (
       kept_as text primary key,
       quarantine text not null,
       run_id text not null references _reconcile_runs (id),
       step_id text not null,
       since text not null
     )`,
  ],
  [`create table _reconcile_gates (run_id text primary key references _reconcile_runs (id), opened_at text not null)`],
  [
    `create table _reconcile_usage (
       run_id text primary key references _reconcile_runs (id),
       since text not null,
       counters text not null
     )`,
  ],
]
