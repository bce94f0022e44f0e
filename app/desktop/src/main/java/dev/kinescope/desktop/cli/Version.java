package dev.kinescope.desktop.cli;

import picocli.CommandLine.IVersionProvider;

import java.util.Optional;

/** The version of this build, as its jar's manifest says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version =
                Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                        .orElse("(not packaged)");
        return new String[] {"kinescope " + version};
    }
}
