# Keeps one throwaway: unpacks its template, starts its server, and once the command that
# opened it has ended, in whatever way, stops the server and removes the folder.
#
#   sh -c "$(cat supervise.sh)" refdb FOLDER SERVER [ARGUMENT]...
#
# standard input   the template, a tar archive
# standard output  a socket to the command: says what was started; its end is the command's end
# standard error   the folder's log, locked: the lock says that someone lives for the folder
folder=$1
shift
server=

remove() {
    trap '' HUP INT TERM
    if [ -n "$server" ]; then
        # Until it has begun to listen to signals, a server in the background hears no QUIT, and
        # none at all that whoever began all this ignored: so it is told until it has ended.
        while kill -QUIT "$server"; do sleep 0.05; done &
        again=$!
        wait "$server"
        kill "$again"
    fi 2>>/dev/null
    rm -rf "$folder/data" # the log last: without it, nobody sweeps
    rm -rf "$folder"
    exit 0
}
trap remove HUP INT TERM
trap : PIPE # who was to hear that the server was started may have ended

# The server opens the log by itself: with the supervisor's, it would hold the lock as well.
if mkdir "$folder/data" && tar -x -f - -C "$folder/data"; then
    "$@" </dev/null >/dev/null 2>>"$folder/log" &
    server=$!
    echo "server $server"
else
    echo "unpacking failed"
fi

read -r _ <&1
remove
