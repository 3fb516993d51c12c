package io.counterstep.orchestrator;

import io.counterstep.core.message.SagaId;
import org.springframework.dao.TransientDataAccessException;

/**
 * This instance does not run the version that a saga has by now, while another one does, as in the middle of a deploy. Its
 * messages wait until that one takes this one's place; none is lost.
 */
public final class VersionNotHereException extends TransientDataAccessException {

    private static final long serialVersionUID = 1;

    VersionNotHereException(SagaId saga, int version) {
        super("saga " + saga + " has version " + version + " of its definition, which is not registered here: end this"
                + " instance once those that know it run, or register that version");
    }
}
