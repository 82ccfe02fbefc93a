/**
 * What the source says in words about some images, in the one form of the table: selectors, or a sentence that says why
 * the entry is not used.
 */
export const WORDED_MATCHES: Readonly<Record<string, Readonly<Record<string, readonly string[] | string>>>> = {
  "apache/apisix": {
    ">=2.15.0 -debian (from 2022-08-05), before 2022-09-13": "its base depends on an argument",
    ">=2.15.0 -debian (from 2022-09-13), before 2026-04-13": ["debian(2.15.0,3.16.0)"],
    ">=3.16.0 -debian (from 2026-04-13)": ["debian(3.16.0,)", "debian="],
    ">=3.3.0 -redhat (from 2023-05-24), before 2025-09-26": ["redhat(3.3.0,3.13.0)"],
    ">=3.13.0 -redhat (from 2025-09-26)": ["redhat(3.13.0,)", "redhat="],
    ">=3.13.0 -ubuntu (from 2025-07-18)": ["ubuntu(3.13.0,)", "ubuntu="],
    ">=0.8 -centos (from 2019-10-16), before 2023-10-13": ["centos(0.8,3.3.0)"],
  },
  "camunda/camunda-bpm-platform": {
    ">=7.12.0 (default branch, from 2019-08-12), before 2020-12-08": ["(7.12.0,7.15.0)"],
    ">=7.15.0 (default branch, from 2020-12-08), before 2021-10-26": ["(7.15.0,7.17.0)"],
    ">=7.17.0 (default branch, from 2021-10-26), before 2022-05-19": ["(7.17.0,7.18.0)"],
    ">=7.18.0 (default branch, from 2022-05-19), before 2023-07-05": ["(7.18.0,7.20.0)"],
    ">=7.20.0 (default branch, from 2023-07-05), before 2023-07-05": "taken back the same day",
    ">=7.20.0 (default branch, from 2023-07-05), before 2023-07-20": "for two weeks",
    ">=7.20.0 (default branch, from 2023-07-20)": ["(7.20.0,7.22.0)"],
    ">=7.24 (docs: migration)": ["[7.24,)"],
  },
  "gitea/gitea": {
    // A branch in development is not what `latest` was on that day.
    "default branch from 2022-05-24 (1.17)": "a branch in development",
    "default branch from 2023-05-13 (1.20)": "a branch in development",
    "default branch from 2023-12 (1.22 development)": "a branch in development",
    "1.22 branch from 2024-05-23": ["[1.22.0,1.23.0)"],
    "1.23 branch from 2024-12-22": ["[1.23.0,1.24.0)"],
    "1.24 branch from 2025-06-06": ["(1.24.0,1.25.0)"],
  },
  "hashicorp/vault": {
    ">=1.2.0-beta2 (from 2019-07-09), before 2021-02-18": ["(1.2.0,1.6.2)"],
    ">=1.6.2 (from 2021-02-18), before 2021-08-17": ["(1.6.2,1.8.1)"],
    ">=1.8.1 (from 2021-08-17), before 2023-05-19": ["(1.8.1,1.13.2)"],
    ">=1.13.2 (from 2023-05-19)": "its end is not known",
  },
  "postgis/postgis": Object.fromEntries(
    [
      ["13-3.1", "2021-09-27", "2021-12-28"],
      ["14-3.1", "2021-10-01", "2021-12-28"],
      ["14-3.2", "2021-12-28", "2022-09-13"],
      ["14-3.3", "2022-09-13", "2023-08-18"],
      ["15-3.3", "2022-10-14", "2023-08-18"],
      ["15-3.4", "2023-08-18", "2024-10-15"],
      ["16-3.4", "2023-09-16", "2024-10-15"],
      ["16-3.5", "2024-10-15", ""],
      ["17-3.4", "2024-09-27", "2024-10-15"],
      ["17-3.5", "2024-10-15", ""],
      ["18-3.6", "2025-09-27", ""],
      ["15-3.5", "2024-10-15", ""],
      ["14-3.5", "2024-10-15", ""],
      ["13-3.5", "2024-10-15", "2026-04-18"],
    ].map(([tag = "", from = "", before = ""]) => [
      `${tag} (images built from ${from})${before === "" ? "" : `, before ${before}`}`,
      [`/${tag.replace(".", "\\.")}/`],
    ]),
  ),
  "pytorch/pytorch": {
    "1.x .. 2.0.x -runtime and -devel": ["/(?:1\\.\\d+|2\\.0)(?:\\.\\d+)?-cuda.*-(?:runtime|devel)/"],
    "images built from 2023-11-06 (2.2.0 and later by date)": [
      "/2\\.(?:[2-9]|1\\d)(?:\\.\\d+)?-cuda.*-(?:runtime|devel)/",
      "=",
    ],
    "images built 2023-05-12 .. 2023-11-06 from main (2.1.0 by date)": ["/2\\.1(?:\\.\\d+)?-cuda.*-(?:runtime|devel)/"],
  },
  "quay.io/jupyter/*": {
    "2023-10-20 .. 2024-08-29 (date tags YYYY-MM-DD)": ["[2023-10-20,2024-08-29]"],
    ">= 2024-08-30 (date tags), latest": ["[2024-08-30,)", "="],
  },
  ...Object.fromEntries(
    ["geospatial", "r-ver", "rstudio", "shiny", "tidyverse", "verse"].map((name) => [
      `rocker/${name}`,
      { "3.6.x (-ubuntu18.04)": ["/3\\.6\\.\\d+-ubuntu18\\.04/"] },
    ]),
  ),
  ...Object.fromEntries(
    ["8", "9", "10"].map((major) => [
      `registry.access.redhat.com/ubi${major}/*`,
      {
        [`ubi${major}, ubi${major}-minimal, ubi${major}-micro, ubi${major}-init and every image under ubi${major}/`]:
          "another name",
      },
    ]),
  ),
  "mcr.microsoft.com/devcontainers/*": Object.fromEntries(
    ["go", "rust", "php", "java", "ruby", "cpp", "dotnet"].map((name) => [
      `${name} (default variant, latest)`,
      "another name",
    ]),
  ),
  "apachepulsar/pulsar": {
    "<2.9.0 (before backports)": "branches got the later base too",
    ">=2.9.0 (also branch-2.7 from 2021-09)": "its end is not known",
  },
  "arangodb/arangodb": {
    "3.7": ["[3.7,3.8)"],
    "3.11.12, 3.12.3 and later": ["[3.12.3,3.13)", "[3.11.12,3.12)"],
  },
  "bitnami/*": {
    "^.*-debian-(\\d+)(-r\\d+)?$": ["/.*-debian-(\\d+)(-r\\d+)?/"],
    "^.*-ol-7(-r\\d+)?$": ["/.*-ol-7(-r\\d+)?/"],
    "floating tags (latest, <major>, <major.minor>, <version>) pushed before 2022-06":
      "the day of the push is not in the tag",
    "floating tags pushed 2022-06 .. 2023-12": "the day of the push is not in the tag",
    "floating tags pushed 2024-01 .. 2025-08": "the day of the push is not in the tag",
    "bitnamisecure/*:latest": "another name",
  },
  "bitnami/minideb": { "^latest$ (2026-06)": ["="] },
  "browserless/chrome": {
    "1.60.1 .. 1.61.x (last 1.x, latest of browserless/chrome)": ["[1.60.1,1.62)", "="],
  },
  "cimg/base": {
    "^(2020\\.(09|1\\d)|2021\\.\\d\\d|2022\\.0[1-7])$, stable/current/edge of the time": ["[2020.09,2022.07]"],
    "^(2022\\.(08|09|1\\d)|202[34]\\.\\d\\d|2025\\.0[1-5])$, current/edge of the time": ["[2022.08,2025.05]"],
    ">= 2025.06 without suffix; current; edge": ["[2025.06,2026.12]", "/current|edge/"],
    "^(20(19\\.\\d\\d|20\\.0[1-8])|stable)$": ["[2019.01,2020.08]"],
  },
  "clickhouse/clickhouse-server": {
    "<24.11 (24.10 stated)": "its beginning is not known",
    "-alpine, from 2024-09 (24.9)": ["alpine[24.9,)", "alpine="],
    "25.8.29.51, 26.3.17.110, 26.5.6.113, 26.6.2.160, 26.7.3.19 (all the directories of the snapshot)": [
      "[25.8.29.51,25.9)",
      "[26.3.17.110,26.4)",
      "[26.5.6.113,26.6)",
      "[26.6.2.160,26.7)",
      "[26.7.3.19,26.8)",
    ],
  },
  "confluentinc/ksqldb-server": {
    "cp-ksqldb-server >=6.0.0 <8.0.0": ["[6.0.0,8.0.0)"],
    "cp-ksqldb-server >=8.0.0": ["[8.0.0,8.5.0]"],
  },
  "continuumio/anaconda3": { "-amazonlinux or amazonlinux": ["amazonlinux[0,)", "amazonlinux="] },
  "continuumio/miniconda3": { "-alpine$ (last one)": ["/.*-alpine/"] },
  "cypress/included": {
    "6.0.0 .. 9.5.1": ["[6.0.0,9.5.1]"],
    "9.5.2 .. 12.2.x": ["[9.5.2,12.3)"],
    "12.3.0 .. 13.9.x": ["[12.3.0,13.10)"],
    "13.10.0 .. 14.5.3": ["[13.10.0,14.5.3]"],
  },
  "cypress/base": {
    "14.0.0 .. 14.19.0, 16.0.0 .. 16.14.0, 17.x": ["[14.0.0,14.19.0]", "[16.0.0,16.14.0]", "[17.0.0,18)"],
    "16.14.0-slim, 16.14.2 .. 16.18.1, 18.6.0 .. 18.12.1": ["[16.14.2,16.18.1]", "[18.6.0,18.12.1]"],
    "published from 2025-08-15; latest": ["="],
  },
  "cypress/browsers": { "pushed from 2025-08-15; latest": ["="] },
  "filebrowser/filebrowser": { ">=2.63 -s6": ["s6[2.63,)", "s6="] },
  "gcr.io/distroless/*": {
    "repository name without -debianN, any tag": ["/.*/"],
    "repository name without -debianN, any tag (floating)": ["/.*/"],
    "gcr.io/distroless/<name>-debian10:<any tag>": "another name",
    "gcr.io/distroless/<name>-debian11:<any tag>": "another name",
    "gcr.io/distroless/<name>-debian12:<any tag>": "another name",
    "gcr.io/distroless/<name>-debian13:<any tag>": "another name",
  },
  "ghcr.io/astral-sh/uv": {
    "latest, X.Y, X.Y.Z (no suffix)": ["[0,)", "="],
    "bookworm(-slim)?$": ["/(.*-)?bookworm(-slim)?/"],
    "trixie(-slim)?$": ["/(.*-)?trixie(-slim)?/"],
    "(^|-)(debian|debian-slim)$": ["/(?:debian|debian-slim)/"],
    "(^|-)alpine$": ["/alpine/"],
    "(^|-)alpine(3\\.\\d+)$": ["/(.*-)?alpine(3\\.\\d+)/"],
  },
  "gitlab/gitlab-runner": {
    "v13.0 .. v13.2 (latest, ubuntu-)": ["[13.0,13.2.99]", "ubuntu[13.0,13.2.99]"],
    "v13.3.0 .. v17.9.x (latest, v<version>, ubuntu-v<version>)": ["[13.3.0,17.10)", "ubuntu[13.3.0,17.10)"],
    ">= v17.10.0 (latest, v<version>, ubuntu)": ["[17.10.0,)", "ubuntu[17.10.0,)", "ubuntu="],
    "alpine, alpine-v13.2 .. v14.4": ["alpine[13.2,14.3.0)", "alpine[14.3.1,14.5)"],
    "alpine-v16.1 .. v17.6": ["alpine[16.1,17.7)"],
    "alpine-v17.7.0 .. v17.9": ["alpine[17.7.0,17.10)"],
    "alpine-v17.10.0 .. v18.7": ["alpine[17.10.0,18.8)"],
    "alpine->=v18.8.0": ["alpine[18.8.0,)", "alpine="],
    "ubi-fips-v14.7 .. v17.0": ["ubi-fips[14.7,17.1)"],
    "ubi-fips >= v17.1.0": ["ubi-fips[17.1.0,)", "ubi-fips="],
  },
  "google/cloud-sdk": {
    "265.0.0 .. 404.x, latest, slim, emulators (also -slim)": ["[265.0.0,392.0.0)", "[393.0.0,405)"],
    "latest, plain, -slim, -emulators, -debian_component_based; -stable from 2026-04-29": ["=", "/slim|emulators/"],
    "-alpine$ / alpine": ["/alpine/"],
    "-slim$": "the day of the build is not in the tag",
  },
  "grafana/grafana": {
    ">=11.0.0 (still so on 2024-09-14)": ["[11.0.0,11.2.0]"],
    "10.2.x from 2024-02-29, >=10.4": ["[10.4.0,11.0.0)"],
    ">=12.2.10, >=12.3.8, default branch from 2026-06-16": ["[12.3.8,12.4)", "[12.2.10,12.3)", "="],
    "-ubuntu, default branch from 2026-03-18": ["ubuntu="],
    "-ubuntu, official images from 10.1.2 at the latest": ["ubuntu[10.1.2,12.0.0)"],
  },
  "jenkins/jenkins": {
    ">=2.279 (weekly), >=2.263.4 (LTS)": ["%lts[2.263.4,2.303.1)"],
    ">=2.303.1 (LTS) <2.401.1": ["%lts[2.303.1,2.401.1)"],
    "rhel-ubi9 / lts-rhel-ubi9": ["rhel-ubi9="],
  },
  "keymetrics/pm2": { "18-slim, 20-slim": ["/(?:18|20)-slim/"] },
  "linuxserver/mariadb": {
    "^110\\.4\\..*mariabionic-ls\\d+$ and latest until 2021-08-24": ["/110\\.4\\..*mariabionic-ls\\d+/"],
  },
  "mambaorg/micromamba": {
    "<= 0.16.x (default, -buster-slim)": ["[0.7.9,0.17)"],
    "-alpine3\\.20$ / -alpine of 2.0.2 .. 2.3.2": ["alpine[2.0.2,2.3.2]"],
    "-alpine of >= 2.3.3": ["alpine[2.3.3,)", "alpine="],
    "-amazon2023": ["amazon2023[2.0.2,)", "amazon2023="],
  },
  "mcr.microsoft.com/azure-functions/node": {
    "4-node14, 4-node16, 4-node18, 4-node20 (-slim, -appservice)": ["/4-node(?:14|16|18|20)(?:-slim|-appservice)?/"],
    "4-node22 (-appservice)": ["/4-node22(?:-appservice)?/"],
  },
  "mcr.microsoft.com/azure-functions/python": {
    "4-python3.7 .. 4-python3.11 (-slim, -appservice)": ["/4-python3\\.(?:7|8|9|10|11)(?:-slim|-appservice)?/"],
    "4-python3.12 (-appservice)": ["/4-python3\\.12(?:-appservice)?/"],
  },
  "mcr.microsoft.com/devcontainers/javascript-node": {
    "bare major, image version < 0.205.2": "its tags were rebuilt",
    "bare major, 0.205.2 .. 3.x (1-18, 1-20, 2-22, 3-24)": ["/[123](?:\\.\\d+)*-\\d+/"],
    "bare major, >= 4.0.0 (4-24), latest": ["/4(?:\\.\\d+)*-\\d+/", "="],
  },
  "mcr.microsoft.com/devcontainers/typescript-node": {
    "bare major, image version < 0.205.2": "its tags were rebuilt",
    "bare major, 0.205.2 .. 3.x": ["/[123](?:\\.\\d+)*-\\d+/"],
    "bare major, >= 4.0.0, latest": ["/4(?:\\.\\d+)*-\\d+/", "="],
  },
  "mcr.microsoft.com/devcontainers/python": {
    "^(0-)?3(\\.\\d+)?$ of image version < 0.204.11": "its tags were rebuilt",
    "^(1|1\\.\\d+(\\.\\d+)?|0\\.204\\.1[1-9])-3(\\.\\d+)?$; bare 3.x until 2025-08-28": [
      "/(?:1|1\\.\\d+(?:\\.\\d+)?|0\\.204\\.1[1-9])-3(?:\\.\\d+)?/",
    ],
    "^([23](\\.\\d+)*-)?3(\\.\\d+)?$, latest": ["/[23](?:\\.\\d+)*-3(?:\\.\\d+)?/", "="],
  },
  "mcr.microsoft.com/mssql/server": {
    "2017-latest, 2017-CU18 .. CU29 (-ubuntu-16.04)": "2017-latest moved on",
    "2017-latest from 2017-CU30 (-ubuntu-18.04)": ["/2017-latest|2017-CU3[01]/"],
    "2019-latest from 2019-CU12 at the latest": ["/2019-latest|2019-CU(?:1[2-9]|[23]\\d)/"],
    "2022-latest until 2022-CU9 (tags 2022-CU5-ubuntu-20.04, 2022-CU9-ubuntu-20.04)": ["/2022-(?:RTM|CU[1-9])/"],
    "2022-latest from 2022-CU10 (tags 2022-CU10-ubuntu-22.04 and later)": ["/2022-latest|2022-CU[12]\\d/"],
    "2025-RTM-ubuntu-22.04, 2025-CUn-ubuntu-22.04": "the tag names it",
  },
  "milvusdb/milvus": {
    "2.0.x, before 2022": "the day of the build is not in the tag",
    ">=2.1 (from 2022)": "its end is not known",
  },
  "nvcr.io/nvidia/pytorch": {
    "20.02-py3 .. 20.06-py3 (and earlier 2020)": ["[20.02-py3,20.06-py3]"],
    "23.12-py3, 24.05-py3 (lower bound between 23.04 and 23.12)": ["[23.12-py3,24.05-py3]"],
    "25.12-py3 .. 26.03 and later": ["[25.12-py3,26.03-py3]"],
  },
  "rocker/r2u": {
    focal: ["/focal|20\\.04/"],
    "jammy, 22.04": ["/jammy|22\\.04/"],
    "noble, 24.04": ["/noble|24\\.04/"],
    "resolute, 26.04": ["/resolute|26\\.04/"],
  },
  "selenium/*": {
    "3.141.59-<date before 20210105>": ["[3.141.59-2019,3.141.59-20210105)"],
    "3.141.59-20210105 and later; 4.0.0 .. 4.14.1-20231025": ["[3.141.59-20210105,4)", "[4.0.0,4.14.1-20231025]"],
    "4.15.0-20231110 .. 4.22.x": ["[4.15.0-20231110,4.23)"],
    "4.23.0-20240727 .. 4.25.x (last release read, 2024-10)": ["[4.23.0-20240727,4.26)"],
  },
  "sonatype/nexus3": {
    ">=3.25.0 <3.91.0 (Dockerfile without java suffix; see notes)": "which Dockerfile the plain tag had is not known",
  },
  "summerwind/actions-runner": {
    "-ubuntu-18\\.04$; latest and v<version> before 2021-04-17": ["/.*-ubuntu-18\\.04/"],
    "latest, v<version> without suffix": "whether it moved is not known",
  },
  "tensorflow/tensorflow": {
    "1.14 .. 2.6.x": ["[1.14,2.7.0)"],
    "2.7.0 .. 2.13.0": ["[2.7.0,2.13.0]"],
    ">= 2.14.0, latest, latest-gpu, nightly (from 2023-07-13)": ["[2.14.0,)", "=", "/nightly(?:-gpu)?/"],
  },
  "timescale/timescaledb": {
    "built before 2023-12-12": "the tag does not tell the day",
    "built from 2023-12-12, before 2024-06-07": "the tag does not tell the day",
    "built from 2024-06-07, before 2024-12-11": "the tag does not tell the day",
    "pg16, pg17, pg18 built from 2026-04-06": ["/latest-pg(?:16|17|18)/"],
    "pg15 built from 2026-04-06": ["/latest-pg15/"],
  },
  "zenika/alpine-chrome": { "89, 100 and every tag built before 2022-06": "Alpine's newest of the day" },
};

/** Names for which an entry of another name holds, with the selector that it has there. */
export const SPLIT_IMAGES: readonly {
  image: string;
  match: string;
  names: readonly string[];
  selectors: readonly string[];
}[] = [
  ...["10", "11", "12", "13"].map((release) => ({
    image: "gcr.io/distroless/*",
    match: `gcr.io/distroless/<name>-debian${release}:<any tag>`,
    names: [`gcr.io/distroless/*-debian${release}`],
    selectors: ["/.*/"],
  })),
  ...["go", "rust", "php", "java", "ruby", "cpp", "dotnet"].map((name) => ({
    image: "mcr.microsoft.com/devcontainers/*",
    match: `${name} (default variant, latest)`,
    names: [`mcr.microsoft.com/devcontainers/${name}`],
    selectors: ["="],
  })),
  ...["8", "9", "10"].map((major) => ({
    image: `registry.access.redhat.com/ubi${major}/*`,
    match: `ubi${major}, ubi${major}-minimal, ubi${major}-micro, ubi${major}-init and every image under ubi${major}/`,
    names: [
      `registry.access.redhat.com/ubi${major}/*`,
      `registry.redhat.io/ubi${major}/*`,
      ...["", "-minimal", "-micro", "-init"].flatMap((kind) => [
        `registry.access.redhat.com/ubi${major}${kind}`,
        `redhat/ubi${major}${kind}`,
      ]),
    ],
    selectors: ["/.*/"],
  })),
  { image: "bitnami/*", match: "bitnamisecure/*:latest", names: ["docker.io/bitnamisecure/*"], selectors: ["="] },
];

/** Words in the tags of an image that say nothing of its release. */
export const IGNORED_WORDS: Readonly<Record<string, string>> = {
  "jenkins/jenkins": "lts|slim|jdk\\d+",
  "jenkins/inbound-agent": "jdk\\d+",
  "tensorflow/tensorflow": "gpu|jupyter",
  "apache/airflow": "python3\\.\\d+",
  "grafana/grafana": "oss",
};
