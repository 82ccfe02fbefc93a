// Writes src/data/program-images.ts: which programs an image runs by default.
// Usage: node --import tsx tools/program-images.ts UNOFFICIAL_IMAGES_JSON
// Official images: general knowledge of each image's default command, written down below. The others: `programs` in the
// file given, which is general knowledge of the software too.
import { readFileSync, writeFileSync } from "node:fs";

interface UnofficialImage {
  image: string;
  also: string[];
  programs?: string[];
}

interface UnofficialImages {
  date: string;
  images: UnofficialImage[];
}

const official: Record<string, string> = {
  apache: "httpd",
  "apache-prefork":
    "drupal joomla matomo mediawiki nextcloud phpmyadmin piwik wordpress espocrm friendica monica postfixadmin " +
    "yourls backdrop owncloud",
  erlang: "erlang elixir rabbitmq couchdb emqx",
  go: "caddy registry nats nats-streaming telegraf traefik docker consul vault krakend swarm notary",
  "go-any": "golang",
  haproxy: "haproxy",
  java:
    "adoptopenjdk amazoncorretto azul-zulu cassandra clojure eclipse-temurin elasticsearch flink gradle groovy " +
    "ibm-semeru-runtimes jetty logstash maven neo4j open-liberty openjdk sapmachine solr sonarqube spark storm " +
    "tomcat tomee websphere-liberty xwiki zookeeper bonita crate geonetwork jenkins lightstreamer liquibase orientdb " +
    "silverpeas jruby",
  mariadb: "mariadb",
  memcached: "memcached",
  mongodb: "mongo",
  mosquitto: "eclipse-mosquitto",
  mysql: "mysql percona",
  nginx: "nginx kong",
  node: "node ghost kibana mongo-express iojs rocket.chat express-gateway",
  perl: "perl",
  php: "php adminer composer",
  postgres: "postgres",
  python: "python hylang odoo satosa plone celery django sentry",
  redis: "redis",
  ruby: "ruby redmine fluentd rails",
  shell:
    "alpine almalinux amazonlinux archlinux bash buildpack-deps busybox centos debian fedora gcc mageia neurodebian " +
    "opensuse opensuse/leap opensuse/tumbleweed oraclelinux photon rockylinux ros rust ubuntu ubuntu-debootstrap " +
    "ubuntu-upstart",
  varnish: "varnish",
};

// Used often, absent from the file.
const widelyUsed: Record<string, string> = {
  git: "alpine/git bitnami/git",
  curl: "curlimages/curl",
  ffmpeg: "linuxserver/ffmpeg jrottenberg/ffmpeg",
  haproxy: "haproxytech/haproxy-alpine haproxytech/haproxy-debian haproxytech/haproxy-ubuntu",
  mongodb: "mongodb/mongodb-community-server",
  "php-fpm": "bitnami/php-fpm",
  deno: "denoland/deno",
  bun: "oven/bun",
  python: "tiangolo/uvicorn-gunicorn-fastapi tiangolo/uvicorn-gunicorn tiangolo/uwsgi-nginx-flask",
};

// What the last part of a name says in a family that has one program per image, such as `bitnami/redis`.
const inFamily: Record<string, string> = {
  "go-any": "golang go",
  apache: "apache httpd",
  dotnet: "dotnet aspnet dotnet-sdk aspnet-runtime dotnet-runtime",
  erlang: "rabbitmq erlang",
  git: "git",
  haproxy: "haproxy",
  java:
    "java openjdk jre jdk kafka zookeeper elasticsearch tomcat cassandra jenkins solr spark wildfly sonarqube neo4j " +
    "logstash keycloak maven gradle",
  mariadb: "mariadb mariadb-galera",
  memcached: "memcached",
  mongodb: "mongodb mongodb-sharded mongo",
  mysql: "mysql",
  nginx: "nginx",
  node: "node nodejs javascript-node typescript-node ghost kibana parse express",
  php: "php",
  "php-fpm": "php-fpm",
  postgres: "postgres postgresql postgresql-repmgr",
  python: "python django odoo airflow superset anaconda miniconda",
  redis: "redis redis-cluster redis-sentinel valkey valkey-cluster valkey-sentinel",
  ruby: "ruby rails",
};

const idOfSource: Record<string, string> = { "go-static": "go" };
// Programs that nobody measured; a `?` in a row says that the image runs such a one too.
const unknownPrograms = new Set(["other", "c"]);

function main(): void {
  const source = process.argv[2];
  if (source === undefined) throw new Error("usage: tools/program-images.ts UNOFFICIAL_IMAGES_JSON");
  const unofficial = JSON.parse(readFileSync(source, "utf8")) as UnofficialImages;
  const namesByPrograms = new Map<string, Set<string>>();
  const taken = new Set<string>();
  const add = (programs: string, name: string): void => {
    if (taken.has(name)) return;
    taken.add(name);
    const names = namesByPrograms.get(programs) ?? new Set();
    names.add(name);
    namesByPrograms.set(programs, names);
  };
  for (const table of [official, widelyUsed]) {
    for (const [programs, names] of Object.entries(table)) for (const name of names.split(" ")) add(programs, name);
  }
  for (const [programs, names] of Object.entries(inFamily)) {
    for (const name of names.split(" ")) add(programs, `*/${name}`);
  }
  for (const image of unofficial.images) {
    for (const name of namesOf(image)) {
      const programs = programsOf(image, name);
      if (programs !== "") add(programs, name);
    }
  }
  write(unofficial.date, namesByPrograms);
}

function namesOf(image: UnofficialImage): string[] {
  // Remarks stand in brackets behind a name, and a name may carry a tag.
  return [image.image, ...image.also]
    .filter((name) => !name.includes("not examined"))
    .map((name) => name.replace(/\s*\(.*\)$/, "").replace(/^docker\.io\//, ""))
    .filter((name) => /^[a-z0-9][a-z0-9._/-]*(?:\/\*)?$/.test(name));
}

function programsOf(image: UnofficialImage, name: string): string {
  const all = image.programs ?? [];
  const named = all.filter((program) => !unknownPrograms.has(program));
  // A family of several programs is decided by the last part of a name; of a member's own row nothing more is known.
  if (image.image.endsWith("/*") && named.length > 1) return name.endsWith("/*") ? "family" : "";
  if (/(?:distroless|chainguard|devcontainers)\/\*$/.test(name)) return "family";
  if (named.length === 0) return "";
  const ids = named.map((program) => {
    if (program === "php" && named.includes("nginx")) return "php-fpm";
    if (program === "mysql" && name.includes("mariadb")) return "mariadb";
    return idOfSource[program] ?? program;
  });
  return [...ids, ...(named.length < all.length ? ["?"] : [])].join(",");
}

function write(date: string, namesByPrograms: Map<string, Set<string>>): void {
  const rows = [...namesByPrograms].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([programs, names]) => `${programs} ${[...names].sort().join(" ")} `);
  const text = [
    "// Generated by tools/program-images.ts; do not edit.",
    `// Sources: the list of unofficial images of ${date}; the default commands of official ones (general knowledge).`,
    "",
    "/** A line per set of programs: their ids, then the images between spaces. `family`: the last part decides. */",
    "export const imagePrograms = [",
    ...lines.flatMap(literals),
    '].join("");',
    "",
  ].join("\n");
  writeFileSync(new URL("../src/data/program-images.ts", import.meta.url), text);
}

// Pieces of at most 110 characters, so that a change of the table reads well.
function literals(line: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const word of `${line.trimEnd()} \n`.split(/(?<= )/)) {
    if (piece.length + word.length > 105) {
      pieces.push(piece);
      piece = "";
    }
    piece += word;
  }
  pieces.push(piece);
  return pieces.map((text) => `  ${JSON.stringify(text)},`);
}

main();
