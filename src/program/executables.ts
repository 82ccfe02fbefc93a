import type { ProgramId } from "./program.js";

// What the common tools of an ecosystem are written in is general knowledge; `npx x` counts as Node whatever x is.
const names: Readonly<Partial<Record<ProgramId, string>>> = {
  apache: "httpd httpd-foreground",
  "apache-prefork": "apache2-foreground",
  apt: "apt apt-get",
  bun: "bun bunx",
  curl: "curl",
  deno: "deno",
  dotnet: "dotnet",
  erlang: "erl rabbitmq-server elixir iex mix couchdb ejabberdctl emqx",
  ffmpeg: "ffmpeg",
  git: "git",
  // `go run` and `go test` start programs of both kinds.
  "go-any": "go",
  gpg: "gpg gpg2",
  haproxy: "haproxy",
  initdb: "initdb",
  java:
    "java jshell javac mvn mvnw gradle gradlew catalina.sh kafka-server-start.sh zookeeper-server-start.sh " +
    "zkServer.sh neo4j cassandra kc.sh sbt lein scala kotlin groovy",
  make: "make gmake",
  mariadb: "mariadbd mariadbd-safe",
  memcached: "memcached",
  mongodb: "mongod mongos",
  mosquitto: "mosquitto",
  mysql: "mysqld mysqld_safe",
  nginx: "nginx nginx-debug openresty",
  node:
    "node nodejs npm npx yarn yarnpkg pnpm pnpx corepack nodemon pm2 pm2-runtime pm2-docker ts-node ts-node-dev tsx " +
    "next nuxt nuxi vite nest ng gulp grunt webpack react-scripts vue-cli-service http-server json-server lerna nx " +
    "turbo n8n playwright cypress eslint jest mocha prisma strapi gatsby",
  perl: "perl",
  php: "php composer artisan phpunit wp",
  "php-fpm": "php-fpm",
  pigz: "pigz unpigz",
  postgres: "postgres pg_ctl",
  python:
    "python pip pipenv poetry gunicorn uvicorn hypercorn daphne celery flask django-admin jupyter jupyter-lab " +
    "jupyter-notebook start-notebook.sh start-notebook.py ipython airflow superset streamlit ansible " +
    "ansible-playbook pytest tox alembic scrapy mitmproxy mitmdump mitmweb aws manage.py odoo conda locust mkdocs",
  redis: "redis-server redis-sentinel valkey-server valkey-sentinel keydb-server",
  ruby: "ruby irb bundle rails rake rackup puma unicorn sidekiq gem foreman jekyll fluentd",
  rust: "cargo",
  shell:
    "sleep tail echo cat true false cd pwd ls cp mv rm mkdir rmdir ln touch chmod chown printf test [ : set export " +
    "source . read wait trap exit kill id env date uname whoami hostname head wc grep sed awk cut tr seq yes sh bash " +
    "ash dash zsh",
  varnish: "varnishd",
  xz: "xz unxz",
};

const extensions: Readonly<Partial<Record<string, ProgramId>>> = {
  js: "node",
  mjs: "node",
  cjs: "node",
  ts: "node",
  py: "python",
  rb: "ruby",
  php: "php",
  pl: "perl",
  jar: "java",
};

// The expression for versions is quadratic in the length of a name, and no executable is called so.
const longestName = 64;

let byName: Map<string, ProgramId> | null = null;

/** The program that an executable's name or path starts, or null where it is not known. Case matters. */
export function programOfExecutable(word: string): ProgramId | null {
  const name = word.slice(word.lastIndexOf("/") + 1);
  const map = (byName ??= index());
  return map.get(name) ?? map.get(withoutVersion(name)) ?? programOfExtension(name);
}

/** True for the shells that take a script with `-c`. */
export function isShell(word: string): boolean {
  const name = word.slice(word.lastIndexOf("/") + 1);
  return name === "sh" || name === "bash" || name === "ash" || name === "dash" || name === "zsh";
}

function index(): Map<string, ProgramId> {
  const map = new Map<string, ProgramId>();
  for (const [id, list] of Object.entries(names)) {
    for (const name of list.split(" ")) map.set(name, id as ProgramId);
  }
  return map;
}

// Distributions name the versions of an interpreter `python3.11`, `ruby3.1`, `php8.2`, `php-fpm8.2`, `pip3`.
function withoutVersion(name: string): string {
  // eslint-disable-next-line regexp/no-super-linear-move -- the length is bounded
  return name.length > longestName ? name : name.replace(/-?[0-9][0-9.]*$/, "");
}

function programOfExtension(name: string): ProgramId | null {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? null : (extensions[name.slice(dot + 1)] ?? null);
}
