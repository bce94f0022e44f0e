package dev.kinescope.desktop.results;

import dev.kinescope.pipeline.results.ObjectPage;
import dev.kinescope.pipeline.results.ResultReader;
import dev.kinescope.pipeline.results.Results;
import dev.kinescope.pipeline.results.StoredObject;

import java.util.List;
import java.util.Optional;

/** The bucket as the results view needs it; every method blocks while S3 is asked. */
public interface ResultsSource {

    /** The bucket's name. */
    String bucket();

    /** The folder that delivered posts are under, with its slash. */
    String postsPrefix();

    /** One page of a folder. */
    ObjectPage list(String prefix, Optional<String> next) throws Exception;

    /** The objects written last under a prefix, at most so many. */
    List<StoredObject> newest(String prefix, int most) throws Exception;

    /** Reads the posts in some objects. */
    Results read(List<String> keys, ResultReader.Progress progress) throws Exception;
}
