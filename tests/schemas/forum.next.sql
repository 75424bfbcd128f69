-- What a year of work does to the forum.
alter table users add column timezone text not null default 'UTC';
alter table users add column bio text;
alter table users alter column reputation type bigint;
alter table users drop constraint users_email_has_at;
alter table users add constraint users_email_shape check (email ~ '^[^@]+@[^@]+$');
create table bookmarks (user_id bigint references users on delete cascade, post_id bigint references posts on delete cascade, note text, primary key (user_id, post_id));
create index bookmarks_post_idx on bookmarks (post_id);
alter type user_state add value 'staged' after 'new';
drop index topics_title_search_idx;
create index topics_title_search_idx on topics using gin (to_tsvector('simple', title));
alter table topics alter column closed drop default;
alter table topics alter column excerpt set storage extended;
comment on table topics is 'One conversation';
alter table posts set (fillfactor = 70);
alter table posts reset (autovacuum_vacuum_scale_factor);
create or replace function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end
$$;
drop view moderation.queue;
create view moderation.queue as select f.id, f.score, p.raw from moderation.flags f join posts p on p.id = f.post_id where f.verdict = 'pending';
alter table moderation.flags add column assigned_to bigint references users on delete set null;
create function moderation.open_flags() returns bigint language sql stable as $$ select count(*) from moderation.flags where verdict = 'pending' $$;
alter table drafts set logged;
alter table badges alter column icon set default 'award';
