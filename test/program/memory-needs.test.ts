import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ProgramId } from "../../src/program/program.js";
import { memoryNeeds } from "../../src/program/memory-needs.js";
import type { ServiceSettings } from "../../src/program/settings.js";

const nodeOptions = "--max-old-space-size=512";
const mib = 1024 * 1024;

describe("memory that a service promises its program", () => {
  const settings: [ProgramId, ServiceSettings, number][] = [
    ["node", { command: "node --max-old-space-size=4096 x.js" }, 4096],
    ["node", { environment: { NODE_OPTIONS: "--max_old_space_size=512 --max-semi-space-size=16" } }, 560],
    ["node", { command: "node --max-old-space-size=64 x", environment: { NODE_OPTIONS: nodeOptions } }, 64],
    ["node", { command: "node --max-old-space-size-percentage=50 x" }, 0],
    ["java", { command: "java -Xms1g -Xmx2g -jar x.jar" }, 2048],
    ["java", { environment: { JAVA_TOOL_OPTIONS: "-Xmx256m", _JAVA_OPTIONS: "-Xmx512m" } }, 512],
    ["java", { environment: { ES_JAVA_OPTS: "-Xms512m -Xmx512m" } }, 512],
    ["java", { environment: { KAFKA_HEAP_OPTS: "-Xmx1G -XX:MaxMetaspaceSize=128m" } }, 1152],
    ["java", { environment: { MAX_HEAP_SIZE: "512M" } }, 512],
    ["java", { environment: { JAVA_OPTS: "-XX:MaxRAMPercentage=75" } }, 0],
    ["java", { command: 'sh -c "java -XX:MaxDirectMemorySize=64m -Xmx64m -jar x"' }, 128],
    ["mariadb", { command: "--innodb-buffer-pool-size=1G" }, 1024],
    ["mysql", { command: ["mysqld", "--innodb_buffer_pool_size=512M", "--key-buffer-size=64M"] }, 576],
    ["postgres", { command: "postgres -c shared_buffers=256MB -c work_mem=64MB" }, 256],
    ["postgres", { command: ["postgres", "--shared_buffers=1GB"] }, 1024],
    ["postgres", { command: ["postgres", "--shared-buffers=1GB"] }, 1024],
    ["postgres", { command: "postgres -B 16384" }, 128],
    ["redis", { command: "redis-server --maxmemory 100mb" }, 100],
    ["memcached", { command: "memcached -m 256" }, 256],
    ["mongodb", { command: "mongod --wiredTigerCacheSizeGB 1.5" }, 1536],
    ["go", { environment: { GOMEMLIMIT: "300MiB" } }, 300],
    ["php", { command: "php -d memory_limit=512M x.php" }, 512],
    ["php-fpm", { environment: { PHP_MEMORY_LIMIT: "-1" } }, 0],
    ["varnish", { command: "varnishd -F -s malloc,256m" }, 256],
    ["python", { command: "python x.py" }, 0],
  ];
  for (const [id, service, expected] of settings) {
    it(`${id}: ${JSON.stringify(service)} is ${expected} MiB`, () => {
      assert.equal(memoryNeeds(id, service).configured, expected * mib);
    });
  }

  it("names the setting", () => {
    const { reasons } = memoryNeeds("java", { environment: { JAVA_OPTS: "-Xmx1g" } });
    assert.deepEqual(reasons, [
      {
        bytes: 1024 * mib,
        text: "the heap of Java",
        setting: { name: "-Xmx", value: "1g", from: "environment", variable: "JAVA_OPTS" },
      },
    ]);
  });

  it("counts stacks whose size is set", () => {
    const environment = { SERVER_TOMCAT_THREADS_MAX: "81" };
    const { stacks } = memoryNeeds("java", { command: "java -Xss2m -jar x", environment });
    assert.equal(stacks?.bytes, 200 * mib);
    assert.equal(memoryNeeds("java", { command: "java -jar x" }).stacks, null);
  });

  it("has the floors that control groups showed", () => {
    assert.equal(memoryNeeds("node").floor, 8 * mib);
    assert.equal(memoryNeeds("mariadb").floor, 77 * mib);
    assert.equal(memoryNeeds("dotnet").floor, null);
  });

  it("ignores nonsense", () => {
    const nonsense = ["--max-old-space-size=lots", "--max-old-space-size=", "--max-old-space-size"];
    for (const word of nonsense) assert.equal(memoryNeeds("node", { command: ["node", word] }).configured, 0);
    assert.equal(memoryNeeds("java", { command: ["java", "-Xmx", "-Xmxlots"] }).configured, 0);
  });
});
