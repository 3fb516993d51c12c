package io.counterstep.fulfilment.local.cli;

import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Who does what changes something; whoever is logged in, unless another is named. */
final class Actor {

    @Option(
            names = "--by",
            defaultValue = "${sys:user.name}",
            paramLabel = "NAME",
            description = "Who decides so (default: ${DEFAULT-VALUE}).")
    private String by = "";

    /** A request that says who, and why; further fields may be put into it. */
    ObjectNode because(String why) {
        return Json.object().put("by", by).put("why", why);
    }
}
