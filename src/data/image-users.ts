// Source: the Dockerfiles (USER) and entrypoint scripts (gosu, su-exec) of the official images, as of 2026-11.

/** Official images whose main program runs as a user of its own by default, be it by USER or by their entrypoint. */
export const unprivilegedImages: ReadonlySet<string> = new Set([
  "cassandra",
  "couchdb",
  "elasticsearch",
  "kibana",
  "logstash",
  "mariadb",
  "memcached",
  "mongo",
  "mysql",
  "neo4j",
  "postgres",
  "rabbitmq",
  "redis",
  "solr",
  "valkey/valkey",
  "zookeeper",
]);

/** Official images whose main program runs as root by default. */
export const rootImages: ReadonlySet<string> = new Set([
  "alpine",
  "amazoncorretto",
  "busybox",
  "debian",
  "eclipse-temurin",
  "golang",
  "gradle",
  "maven",
  "node",
  "openjdk",
  "perl",
  "php",
  "python",
  "ruby",
  "rust",
  "tomcat",
  "ubuntu",
]);
