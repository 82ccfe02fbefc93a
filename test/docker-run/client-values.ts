/**
 * Values of options of `docker run`, by whether the docker client itself refuses them. Recorded from Docker's client 28.2.2 on
 * 2026-11-27; test/e2e/docker-run.test.ts asks the client of the machine for each anew.
 */
export const clientValues: Readonly<Record<string, { taken: readonly string[]; refused: readonly string[] }>> = {
  dns: {
    taken: ["1.1.1.1", "::1", " 1.1.1.1"],
    refused: ["x", "1.1.1", "", "1.1.1.1:53", "[::1]", "01.1.1.1", "fe80::1%eth0", "256.1.1.1"],
  },
  "dns-search": {
    taken: ["example.com", ".", "ex.com."],
    refused: ["", "a b", "-x", "x_y", "a..b"],
  },
  expose: {
    taken: ["80", "80/tcp", "80-90", "0", "80/xxx", "80/", "80/TCP", "80-90/udp"],
    refused: ["x", "90-80", "80:80", "", "65536", "1-"],
  },
  publish: {
    taken: ["80", "80:80", "1.1.1.1:80:80", "::80", "[::1]:80:80", "8000-8002:80-82", "8000-8002:80", "0:80", "80/udp", "1.1.1.1::80", "80-81"],
    refused: ["x:80", "80:x", "80:80/xxx", "", "8000-8001:80-82", "70000:80", "80:70000", "a:b:c:d", "1.1.1:80:80", "80:", "[::1:80:80", "host:80:80", "81-80"],
  },
  "add-host": {
    taken: ["a:1.2.3.4", "a=1.2.3.4", "a:host-gateway", "a:[::1]", "a:::1", "a=[::1]"],
    refused: ["a", "a:", "a:x", ":1.2.3.4", "=1.1.1.1", "a:1.2.3", "a="],
  },
  device: {
    taken: ["/dev/x", "/dev/x:/y", "/dev/x:/y:rwm", "/dev/x:rw", "vendor.com/class=x"],
    refused: ["/dev/x:/y:z", "x", "", "/dev/x:y", "a:b:c:d", "/dev/x::r"],
  },
  mount: {
    taken: ["type=bind,src=/a,dst=/b", "type=volume,dst=/b", "type=x,dst=/b", "dst=/b", "type=bind,src=a,dst=/b", "type=bind,src=/a,dst=/b,ro", "type=bind,source=/a,target=b", "type=volume,src=a,dst=/b,volume-opt=x", "type=tmpfs,src=/a,dst=/t", "type=image,src=a,dst=/b", "type=bind,src=/a,dst=/b,bind-propagation=x", "type=bind,src=/a,dst=/b,bind-nonrecursive", "type=bind,src=/a,dst=/b,consistency=x", "type=cluster,src=a,dst=/b", "type=BIND,src=/a,dst=/b", "Type=bind,src=/a,dst=/b", "type=bind,\"src=/a,b\",dst=/b", "type=npipe,src=a,dst=b", "type=bind,src=/a,dst=/b,bind-recursive=disabled", "type=volume,src=a,dst=/b,volume-subpath=x"],
    refused: ["type=bind", "src=/a", "", "foo=bar", "type=tmpfs,dst=/t,tmpfs-size=x", "type=tmpfs,dst=/t,tmpfs-mode=9", "type=bind,src=/a,dst=/b,readonly=maybe", "readonly", "type=bind,src=/a,dst=/b,volume-nocopy", "type=bind, src=/a,dst=/b", "type=bind,\"src=/a", "type=bind,src=/a,dst=/b,bind-recursive=x", "type=bind,src=/a,dst=/b,tmpfs-size=5"],
  },
  volume: {
    taken: ["/a:/b", "a:/b", "a:b", "/b", "/a:/b:ro", "/a:/b:xx", ":", "a:/b:/c:d", "/a:/b:ro,z", "./a:/b"],
    refused: [""],
  },
  restart: {
    taken: ["no", "always", "on-failure", "on-failure:3", "x", "unless-stopped", "always:3", "", "no:1", "on-failure:-1"],
    refused: ["on-failure:x", "on-failure:3:4", ":3"],
  },
  "mac-address": {
    taken: ["02:42:ac:11:00:02", "", "02-42-ac-11-00-02"],
    refused: ["x"],
  },
  ip: {
    taken: ["1.2.3.4", "x", "", "::1"],
    refused: [],
  },
  ip6: {
    taken: ["::1", "x", "1.2.3.4"],
    refused: [],
  },
  link: {
    taken: ["a:b", "a", "/a:b", ":"],
    refused: ["a:b:c", ""],
  },
  "health-interval": {
    taken: ["5s", "1h5m", "500ns", "1.5s"],
    refused: ["5", "x", "", "-1s"],
  },
  "health-timeout": {
    taken: ["1s"],
    refused: ["5x"],
  },
  "health-start-period": {
    taken: ["0s"],
    refused: ["x"],
  },
  "health-start-interval": {
    taken: ["1s"],
    refused: ["x"],
  },
  sysctl: {
    taken: ["net.a=1", "kernel.msgmax=1", "fs.mqueue.x=1"],
    refused: ["x", "", "a=", "=1", "vm.x=1"],
  },
  "storage-opt": {
    taken: ["size=1"],
    refused: ["x", ""],
  },
  "log-opt": {
    taken: ["a=b", "x", "", "=b"],
    refused: [],
  },
  "log-driver": {
    taken: ["x", ""],
    refused: [],
  },
  "blkio-weight": {
    taken: ["10", "0"],
    refused: ["x", "70000", "-1", ""],
  },
  "blkio-weight-device": {
    taken: ["/dev/a:10", "/dev/a:1000", "/dev/a:0"],
    refused: ["/dev/a", "a:10", "/dev/a:x", "/dev/a:5"],
  },
  "device-read-bps": {
    taken: ["/dev/a:1mb", "/dev/a:1.5m"],
    refused: ["/dev/a:x", "a:1", "/dev/a", "/dev/a:-1"],
  },
  "device-write-iops": {
    taken: ["/dev/a:10"],
    refused: ["/dev/a:x", "/dev/a:1k", "/dev/a:-1", "a:5"],
  },
  "device-cgroup-rule": {
    taken: ["c 1:3 rwm", "c *:* r", "a *:* rwm"],
    refused: ["x", "b 1:1 z", "d 1:1 r", "c 1 r"],
  },
  gpus: {
    taken: ["all", "2", "device=1", "device=0,1", "capabilities=utility", "\"device=0,1\"", "0", "-1", "driver=nvidia,count=2"],
    refused: ["x", "", "count=x", "foo=bar"],
  },
  pid: {
    taken: ["host", "container:a", ""],
    refused: ["x", "container:"],
  },
  ipc: {
    taken: ["host", "x", "private", "shareable", "none", "container:a", ""],
    refused: [],
  },
  uts: {
    taken: ["host", ""],
    refused: ["x"],
  },
  userns: {
    taken: ["host", ""],
    refused: ["x"],
  },
  cgroupns: {
    taken: ["host", "private", ""],
    refused: ["x"],
  },
  network: {
    taken: ["x", "name=a,alias=b", "name=a,ip=1.1.1.1", "name=a,ip=x"],
    refused: ["", "name=a,foo=b", "alias=b", "name=a,driver-opt=x", "a=b", "name=a,mac-address=x"],
  },
  attach: {
    taken: ["stdin", "STDOUT"],
    refused: ["x", ""],
  },
  "security-opt": {
    taken: ["no-new-privileges", "no-new-privileges:x", "seccomp=unconfined", "apparmor=x", "label=disable", "label:x", "a:b", "systempaths=unconfined", "systempaths=x", "=x"],
    refused: ["x", "seccomp", ""],
  },
  "memory-swappiness": {
    taken: ["-1", "50"],
    refused: ["101", "-2"],
  },
  "stop-signal": {
    taken: ["x", "SIGTERM", "99", ""],
    refused: [],
  },
  "cap-add": {
    taken: ["x", "NET_ADMIN", ""],
    refused: [],
  },
  "cpuset-cpus": {
    taken: ["x", "0-1", ""],
    refused: [],
  },
  "cpu-shares": {
    taken: ["-5"],
    refused: [],
  },
  user: {
    taken: ["x y", ""],
    refused: [],
  },
  workdir: {
    taken: ["x", "/a", ""],
    refused: [],
  },
  hostname: {
    taken: ["a b", ""],
    refused: [],
  },
  "kernel-memory": {
    taken: [],
    refused: ["x"],
  },
  tmpfs: {
    taken: ["/a", "x", "/a:size=5", "", "/a:foo"],
    refused: [],
  },
  "group-add": {
    taken: ["x", ""],
    refused: [],
  },
  runtime: {
    taken: ["x"],
    refused: [],
  },
  isolation: {
    taken: ["x"],
    refused: [],
  },
  "cgroup-parent": {
    taken: ["x"],
    refused: [],
  },
  annotation: {
    taken: ["a=b", "a", ""],
    refused: [],
  },
  "volume-driver": {
    taken: ["x"],
    refused: [],
  },
  name: {
    taken: ["a b", "-x", ""],
    refused: [],
  },
  "oom-score-adj": {
    taken: ["2000"],
    refused: [],
  },
  "volumes-from": {
    taken: ["a", "a:ro", "a:xx", ""],
    refused: [],
  },
  domainname: {
    taken: ["a b"],
    refused: [],
  },
  "link-local-ip": {
    taken: ["x", "169.254.1.1"],
    refused: [],
  },
  entrypoint: {
    taken: [""],
    refused: [],
  },
  "shm-size": {
    taken: ["1_0"],
    refused: [],
  },
  memory: {
    taken: ["9000p", "8192p"],
    refused: [],
  },
};
