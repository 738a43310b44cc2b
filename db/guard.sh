# Keeps one Postgres alive for as long as somebody holds the write end of our standard input, a named pipe. When the last
# holder is gone, kill -9 included, the kernel closes it and the server is stopped. A server that is killed is started again.
# usage: sh guard.sh postgres -D FOLDER ARGUMENT...
exec 3<&0 </dev/null
stopping=
pid=
trap 'stopping=1; [ -n "$pid" ] && kill -INT "$pid" 2>/dev/null' TERM
{
  while read -r _; do :; done
  kill -TERM $$
  # The shell below may itself have been killed; then only the pid file knows the server.
  kill -INT "$(head -n 1 "$3/postmaster.pid")"
} <&3 2>/dev/null &
watcher=$!
exec 3<&-

crashes=0
while :; do
  "$@" &
  pid=$!
  [ -n "$stopping" ] && kill -INT "$pid" 2>/dev/null
  # wait also returns when the trap ran
  while :; do
    wait "$pid"
    code=$?
    kill -0 "$pid" 2>/dev/null || break
  done
  pid=
  [ -n "$stopping" ] && break
  # 0: somebody stopped it. 1 at the first start: it cannot run. After a crash 1 means that its children are still leaving.
  [ "$code" -eq 0 ] && break
  [ "$code" -lt 128 ] && [ "$crashes" -eq 0 ] && break
  crashes=$((crashes + 1))
  [ "$crashes" -gt 50 ] && break
  sleep 0.2
done
kill "$watcher" 2>/dev/null
exit "${code:-0}"
