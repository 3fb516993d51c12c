package io.counterstep.fulfilment.orchestrator.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ui.Model;

/** What all pages of deeds have in common. */
final class Deeds {

    /** The page that asks for a deed. */
    String show(DeedView deed, DeedForm form, HttpServletResponse response, Model page) {
        Answer.Problem problem = deed.problem();
        if (problem != null) {
            response.setStatus(status(problem));
        }
        page.addAttribute("deed", deed);
        page.addAttribute("form", form);
        return "console/deed";
    }

    /** Who acted is filled in the next time. */
    void remember(DeedForm form, HttpServletRequest request, HttpServletResponse response) {
        Choosing.remember(response, request, Preferences.NAME, DeedForm.text(form.by()));
    }

    /** What a page answers that shows no more than that problem. */
    static int status(Answer.Problem problem) {
        return problem.isSilence() ? HttpServletResponse.SC_BAD_GATEWAY : problem.status();
    }
}
