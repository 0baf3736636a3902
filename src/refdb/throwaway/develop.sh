# Keeps the development database for one command: starts the server where the command asks for
# it, and once the command has ended, in whatever way, stops the server unless another uses it.
#
#   sh -c "$(cat develop.sh)" refdb FOLDER [SERVER [ARGUMENT]...]
#
# standard output  a socket to the command: its end, or a word on it, is the command's end
# standard error   the lock that every command holds shared while it uses the database
folder=$1
shift

# The server opens its log by itself: with the lock's file, it would hold the lock as well.
started=0
if [ $# -gt 0 ]; then
    "$@" </dev/null >/dev/null 2>"$folder/log" &
    started=$!
fi
trap '' HUP INT PIPE TERM
echo "server $started"

# Whoever says a word has let go of the lock; whoever was killed lets go within a moment.
if read -r _ <&1; then
    flock -x -n 2 || exit 0
else
    flock -x -w 2 2 || exit 0
fi

server=
state="$folder/data/postmaster.pid"
[ -e "$state" ] && read -r server <"$state"
[ -n "$server" ] || [ "$started" -eq 0 ] || server=$started # it has not written it yet
if [ -n "$server" ]; then
    socket=$(sed -n 5p "$state")
    # Until it has begun to listen to signals, a server in the background hears no INT, and none at
    # all that whoever began all this ignored: so it is told until it has ended.
    while kill -INT "$server"; do sleep 0.05; done 2>>/dev/null &
    again=$!
    wait "$server" 2>>/dev/null
    while [ -e "$state" ] && kill -0 "$server" 2>>/dev/null; do
        sleep 0.02
    done
    kill "$again" 2>>/dev/null
    [ "$socket" = "$folder" ] || rmdir "$socket" 2>>/dev/null
fi
exit 0
