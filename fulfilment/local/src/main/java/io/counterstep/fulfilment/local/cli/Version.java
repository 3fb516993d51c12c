package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.IVersionProvider;

final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = CounterstepCli.class.getPackage().getImplementationVersion();
        return new String[] {
            "counterstep " + (version == null ? "(development build)" : version),
            "Java " + Runtime.version() + " on " + System.getProperty("os.name")
        };
    }
}
