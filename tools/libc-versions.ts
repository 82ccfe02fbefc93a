import type { Libc } from "../src/image/libc.js";

/** The releases of a distribution and their C libraries. */
export interface DistributionSource {
  /** The word before the colon in the image tables: `debian` of `debian:bookworm`. */
  word: string;
  /** `ID` of /etc/os-release. */
  id: string;
  /** File of endoflife.date that has its dates; null where it has none. */
  product: string | null;
  libc: Libc["name"];
  /** `VERSION_ID` to the version of the C library, `release version`. */
  versions: Readonly<Record<string, string>>;
  /** Codenames that endoflife.date lacks. */
  codenames?: Readonly<Record<string, string>>;
}

const ENTERPRISE_LINUX = { 5: "2.5", 6: "2.12", 7: "2.17", 8: "2.28", 9: "2.34", 10: "2.39" };

/**
 * The C library that each release was published with.
 *
 * The versions of the distributions' packages glibc (eglibc) and musl, which a release keeps: what it updates is their
 * revision. Compared on 2026-11-23, as far as they reach, with packages.ubuntu.com (resolute: 2.43) and the tables in
 * docs.rs/tugger-binary-analysis (Fedora, RHEL, ...) and gist.github.com/richardlau/6a01d7829cc33ddab35269dacc127680.
 * Empty: not known.
 */
export const DISTRIBUTION_SOURCES: readonly DistributionSource[] = [
  {
    word: "debian",
    id: "debian",
    product: "debian",
    libc: "glibc",
    versions: { 6: "2.11", 7: "2.13", 8: "2.19", 9: "2.24", 10: "2.28", 11: "2.31", 12: "2.36", 13: "2.41" },
  },
  {
    word: "ubuntu",
    id: "ubuntu",
    product: "ubuntu",
    libc: "glibc",
    versions: {
      "10.04": "2.11",
      "12.04": "2.15",
      "12.10": "2.15",
      "13.04": "2.17",
      "13.10": "2.17",
      "14.04": "2.19",
      "14.10": "2.19",
      "15.04": "2.21",
      "15.10": "2.21",
      "16.04": "2.23",
      "16.10": "2.24",
      "17.04": "2.24",
      "17.10": "2.26",
      "18.04": "2.27",
      "18.10": "2.28",
      "19.04": "2.29",
      "19.10": "2.30",
      "20.04": "2.31",
      "20.10": "2.32",
      "21.04": "2.33",
      "21.10": "2.34",
      "22.04": "2.35",
      "22.10": "2.36",
      "23.04": "2.37",
      "23.10": "2.38",
      "24.04": "2.39",
      "24.10": "2.40",
      "25.04": "2.41",
      "25.10": "2.42",
      "26.04": "2.43",
      "26.10": "",
    },
    codenames: { "26.10": "stonking" },
  },
  {
    word: "alpine",
    id: "alpine",
    product: "alpine-linux",
    libc: "musl",
    versions: {
      "3.0": "1.1.4",
      "3.1": "1.1.5",
      "3.2": "1.1.11",
      "3.3": "1.1.12",
      "3.4": "1.1.14",
      "3.5": "1.1.15",
      "3.6": "1.1.16",
      "3.7": "1.1.18",
      "3.8": "1.1.19",
      "3.9": "1.1.20",
      "3.10": "1.1.22",
      "3.11": "1.1.24",
      "3.12": "1.1.24",
      "3.13": "1.2.2",
      "3.14": "1.2.2",
      "3.15": "1.2.2",
      "3.16": "1.2.3",
      "3.17": "1.2.3",
      "3.18": "1.2.4",
      "3.19": "1.2.4",
      "3.20": "1.2.5",
      "3.21": "1.2.5",
      "3.22": "1.2.5",
      "3.23": "1.2.5",
      "3.24": "",
      edge: "",
    },
  },
  {
    word: "alpine",
    id: "alpine",
    product: "alpine-linux",
    libc: "uclibc",
    versions: { "2.6": "0.9.33", "2.7": "0.9.33" },
  },
  {
    word: "centos",
    id: "centos",
    product: "centos",
    libc: "glibc",
    versions: { 5: "2.5", 6: "2.12", 7: "2.17", 8: "2.28" },
  },
  {
    word: "centos-stream",
    id: "centos",
    product: "centos-stream",
    libc: "glibc",
    versions: { 8: "2.28", 9: "2.34", 10: "2.39" },
  },
  { word: "ubi", id: "rhel", product: "rhel", libc: "glibc", versions: ENTERPRISE_LINUX },
  {
    word: "rockylinux",
    id: "rocky",
    product: "rocky-linux",
    libc: "glibc",
    versions: { 8: "2.28", 9: "2.34", 10: "2.39" },
  },
  {
    word: "almalinux",
    id: "almalinux",
    product: "almalinux",
    libc: "glibc",
    versions: { 8: "2.28", 9: "2.34", 10: "2.39" },
  },
  { word: "oraclelinux", id: "ol", product: "oracle-linux", libc: "glibc", versions: ENTERPRISE_LINUX },
  {
    word: "amazonlinux",
    id: "amzn",
    product: "amazon-linux",
    libc: "glibc",
    versions: {
      "2016.09": "2.17",
      "2017.03": "2.17",
      "2017.09": "2.17",
      "2017.12": "2.17",
      "2018.03": "2.17",
      2: "2.26",
      2022: "2.34",
      2023: "2.34",
    },
  },
  {
    word: "fedora",
    id: "fedora",
    product: "fedora",
    libc: "glibc",
    versions: {
      20: "2.18",
      21: "2.20",
      22: "2.21",
      23: "2.22",
      24: "2.23",
      25: "2.24",
      26: "2.25",
      27: "2.26",
      28: "2.27",
      29: "2.28",
      30: "2.29",
      31: "2.30",
      32: "2.31",
      33: "2.32",
      34: "2.33",
      35: "2.34",
      36: "2.35",
      37: "2.36",
      38: "2.37",
      39: "2.38",
      40: "2.39",
      41: "2.40",
      42: "2.41",
      43: "2.42",
      44: "2.43",
    },
  },
  {
    word: "opensuse",
    id: "opensuse",
    product: "opensuse",
    libc: "glibc",
    versions: { "13.1": "2.18", "13.2": "2.19", "42.1": "2.19", "42.2": "2.22", "42.3": "2.22" },
  },
  {
    word: "opensuse-leap",
    id: "opensuse-leap",
    product: "opensuse",
    libc: "glibc",
    versions: {
      "15.0": "2.26",
      "15.1": "2.26",
      "15.2": "2.26",
      "15.3": "2.31",
      "15.4": "2.31",
      "15.5": "2.31",
      "15.6": "2.38",
      "16.0": "2.40",
    },
  },
  {
    word: "sles",
    id: "sles",
    product: "sles",
    libc: "glibc",
    versions: { "15.3": "2.31", "15.4": "2.31", "15.5": "2.31", "15.6": "2.38", "15.7": "2.38" },
  },
  {
    word: "photon",
    id: "photon",
    product: "vmware-photon",
    libc: "glibc",
    versions: { "1.0": "2.22", "2.0": "2.26", "3.0": "2.28", "4.0": "2.32", "5.0": "2.36" },
  },
  { word: "mariner", id: "mariner", product: null, libc: "glibc", versions: { "2.0": "2.35" } },
  { word: "azurelinux", id: "azurelinux", product: null, libc: "glibc", versions: { "3.0": "2.38", "4.0": "" } },
];
