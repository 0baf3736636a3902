# Makes the development database's data directory: whole and safe on disk, or not there.
#
#   sh -c "$(cat make_data.sh)" refdb FOLDER <TEMPLATE
cd "$1" &&
    rm -rf data.new &&
    mkdir data.new &&
    tar -x -f - -C data.new &&
    sync -f data.new &&
    mv data.new data
