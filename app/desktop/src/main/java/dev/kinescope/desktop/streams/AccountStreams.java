package dev.kinescope.desktop.streams;

import java.io.IOException;
import java.util.List;

/** What the Shards view asks of the account it is connected to; every method blocks. */
interface AccountStreams {

    /** The names of all streams there. */
    List<String> names();

    /** The pipeline's own stream, whether it is there or not. */
    String preferred() throws IOException;

    /** Watches one stream from now on. */
    StreamSource watch(String name);
}
