#!/usr/bin/env bash
# A SLURM cluster of two nodes on this machine, everything in one folder: one-machine.sh start|stop FOLDER [PORT]
# Needs slurmctld, slurmd, slurm-client and munge; SLURM_CONF=FOLDER/slurm.conf then leads sbatch and the others to it.
set -euo pipefail
usage() { echo "usage: one-machine.sh start|stop FOLDER [PORT]" >&2; exit 64; }
[ $# -ge 2 ] || usage
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
port=${3:-26817}

start() {
  mkdir -p "$1"
  cd "$1"
  local folder=$PWD
  mkdir state node1 node2
  (umask 077 && head -c 1024 /dev/urandom >munge.key)
  sed -e "s|@FOLDER@|$folder|; s|@HOST@|$(hostname -s)|; s|@USER@|$(id -un)|; s|@PORT@|$port|" \
    -e "s|@PORT1@|$((port + 1))|; s|@PORT2@|$((port + 2))|" "$here/one-machine.conf" >slurm.conf
  /usr/sbin/munged --force --key-file="$folder/munge.key" --socket="$folder/munge.sock" --pid-file="$folder/munged.pid" \
    --log-file="$folder/munged.log" --seed-file="$folder/munge.seed" 2>>munged.warnings
  export SLURM_CONF=$folder/slurm.conf
  slurmctld
  slurmd -N node1
  slurmd -N node2
  for _ in $(seq 100); do
    [ "$(sinfo -h -t idle -o %D 2>/dev/null)" = 2 ] && return
    sleep 0.3
  done
  echo "the two nodes are not idle after 30 s; see $folder/*.log" >&2
  stop "$folder"
  exit 1
}

# Sends a signal to what start has started, by the ids that it left. True while something of it lives.
signal() {
  local left=1 pid
  for name in node1 node2 slurmctld munged; do
    pid=$(cat "$1/$name.pid" 2>/dev/null) && kill "-$2" "$pid" 2>/dev/null && left=0
  done
  return $left
}

# Ends it: politely, after 10 s by force.
stop() {
  signal "$1" TERM || return 0
  for _ in $(seq 50); do
    signal "$1" 0 || return 0
    sleep 0.2
  done
  signal "$1" KILL || true
}

case $1 in
  start) start "$2" ;;
  stop) stop "$2" ;;
  *) usage ;;
esac
