package io.counterstep.architecture.wrong.core.decide;

import java.io.File;

class ReadsAFile {
    File file = new File("wrong");
}
