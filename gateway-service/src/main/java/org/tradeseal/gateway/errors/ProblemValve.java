package org.tradeseal.gateway.errors;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Refusal;

/** What Tomcat refuses while it still reads the request line or the headers, as a problem instead of a page. */
public final class ProblemValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        // Written already, or no error: then there is nothing to say.
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Refusal refusal = BareErrors.refusal(status, request.getMethod());
        byte[] body = CanonicalJson.bytes(Problem.of(refusal, ProblemHandler.language(request), null));
        try {
            response.setContentType(Problem.MEDIA_TYPE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            getContainer().getLogger().debug("the client did not wait for its answer", e);
        }
    }
}
