-- A second season.
alter type booking_state add value 'waitlisted' before 'confirmed';
alter table room_bookings drop constraint room_bookings_no_overlap;
alter table room_bookings add constraint room_bookings_no_overlap exclude using gist (room_id with =, during with &&);
alter table guests add column nationality char(2);
drop view arrivals_today;
alter table guests alter column full_name type varchar(300);
create table deposits (reservation_id bigint primary key references reservations, held money_amount not null, released_at timestamptz);
alter table reservations add column source text not null default 'web';
create index reservations_source_idx on reservations (source, created_at desc);
alter domain email_address add constraint email_address_length check (length(value) <= 254);
alter sequence channels_id_seq cache 10;
create or replace view occupancy as
  select p.name as property, b.room_id, b.during, nights_of(b.during) as nights, p.timezone
  from room_bookings b join rooms r on r.id = b.room_id join buildings g on g.id = r.building_id join properties p on p.id = g.property_id
  where not b.released;
alter table shifts alter constraint shifts_staff_id_fkey deferrable initially deferred;
alter table taxes alter column rate type numeric(8, 4);
comment on column folios.closed_at is 'Null while the guest stays';
