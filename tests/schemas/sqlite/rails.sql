-- A Rails application in development: quoted names, datetime(6), boolean defaults, foreign keys named fk_rails_….
CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE IF NOT EXISTS "ar_internal_metadata" ("key" varchar NOT NULL PRIMARY KEY, "value" varchar, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE TABLE IF NOT EXISTS "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "email" varchar DEFAULT '' NOT NULL, "encrypted_password" varchar(128) DEFAULT '' NOT NULL, "admin" boolean DEFAULT 0 NOT NULL, "beta" boolean DEFAULT FALSE, "locale" varchar DEFAULT 'en', "balance" decimal(10,2) DEFAULT 0.0, "settings" json DEFAULT '{}' NOT NULL, "sign_in_count" integer(4) DEFAULT 0, "born_on" date, "wakes_at" time, "last_seen_at" datetime, "token" blob, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE UNIQUE INDEX "index_users_on_email" ON "users" ("email") /*application='Shop'*/;
CREATE INDEX "index_users_on_lower_email" ON "users" (lower(email));
CREATE TABLE IF NOT EXISTS "posts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "user_id" integer NOT NULL, "title" varchar(255), "body" text, "state" varchar DEFAULT 'draft' NOT NULL, "published_at" datetime(6) DEFAULT CURRENT_TIMESTAMP, "position" bigint DEFAULT -1, "rating" float, "slug" varchar GENERATED ALWAYS AS (lower(replace("title", ' ', '-'))) STORED, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL, CONSTRAINT "fk_rails_5b5ddfd518" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE, CONSTRAINT chk_rails_state CHECK (state IN ('draft', 'published')));
CREATE INDEX "index_posts_on_user_id" ON "posts" ("user_id");
CREATE INDEX "index_posts_on_state_and_published_at" ON "posts" ("state", "published_at" DESC) WHERE state = 'published';
CREATE TABLE IF NOT EXISTS "comments" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "commentable_type" varchar NOT NULL, "commentable_id" integer NOT NULL, "parent_id" integer, "body" text DEFAULT 'It''s "quoted"', "created_at" datetime(6) NOT NULL, CONSTRAINT "fk_rails_31554e7034" FOREIGN KEY ("parent_id") REFERENCES "comments" ("id") ON DELETE SET NULL);
CREATE INDEX "index_comments_on_commentable" ON "comments" ("commentable_type", "commentable_id");
CREATE TABLE IF NOT EXISTS "posts_tags" ("post_id" integer NOT NULL, "tag_id" integer NOT NULL);
CREATE UNIQUE INDEX "index_posts_tags_on_post_id_and_tag_id" ON "posts_tags" ("post_id", "tag_id");
CREATE TABLE IF NOT EXISTS "tags" ("id" varchar NOT NULL, "name" varchar COLLATE "NOCASE" NOT NULL, "taggings_count" integer DEFAULT 0, PRIMARY KEY ("id"));
CREATE TABLE IF NOT EXISTS "active_storage_blobs" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "key" varchar NOT NULL, "filename" varchar NOT NULL, "content_type" varchar, "metadata" text, "service_name" varchar NOT NULL, "byte_size" bigint NOT NULL, "checksum" varchar, "created_at" datetime(6) NOT NULL);
CREATE UNIQUE INDEX "index_active_storage_blobs_on_key" ON "active_storage_blobs" ("key");
CREATE TABLE IF NOT EXISTS "active_storage_attachments" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar NOT NULL, "record_type" varchar NOT NULL, "record_id" bigint NOT NULL, "blob_id" bigint NOT NULL, "created_at" datetime(6) NOT NULL, CONSTRAINT "fk_rails_c3b3935057"
FOREIGN KEY ("blob_id")
  REFERENCES "active_storage_blobs" ("id")
);
CREATE INDEX "index_active_storage_attachments_on_blob_id" ON "active_storage_attachments" ("blob_id");
CREATE TABLE "solid_queue_jobs" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "queue_name" varchar NOT NULL, "arguments" text, "priority" integer DEFAULT 0 NOT NULL, "scheduled_at" datetime(6), "created_at" datetime(6) NOT NULL, UNIQUE ("queue_name", "id") ON CONFLICT REPLACE);
-- unmodeled: unique (queue_name, id) on conflict replace solid_queue_jobs
INSERT INTO schema_migrations VALUES ('20240101000000'), ('20240102000000');
INSERT INTO users (email, created_at, updated_at) VALUES ('a@example.com', '2024-01-01 00:00:00.123456', '2024-01-01'), ('b@example.com', '2024-01-01', '2024-01-01');
INSERT INTO posts (user_id, title, rating, created_at, updated_at) VALUES (1, 'Hello World', 4.5, '2024-01-01', '2024-01-01'), (2, 'Second', NULL, '2024-01-01', '2024-01-01');
INSERT INTO tags (id, name) VALUES ('1', 'News');
INSERT INTO posts_tags VALUES (1, 1);
INSERT INTO comments (commentable_type, commentable_id, parent_id, created_at) VALUES ('Post', 1, NULL, '2024'), ('Post', 1, 1, '2024');
