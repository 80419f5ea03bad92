package org.tradeseal.gateway.einvoice;

import com.helger.phive.api.executor.IValidationExecutor;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.xsd.ValidationExecutorXSD;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import net.sf.saxon.s9api.XdmNode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.einvoice.Finding.Severity;
import org.tradeseal.gateway.einvoice.RuleRun.Broken;
import org.tradeseal.gateway.einvoice.RuleSetChoice.Chosen;
import org.tradeseal.gateway.einvoice.RuleSetChoice.Versions;
import org.tradeseal.gateway.einvoice.SchemaCheck.SchemaError;
import org.w3c.dom.Document;

/**
 * Judges invoices by the published rule sets of EN 16931, Peppol BIS Billing 3 and PINT. The first invoice of a rule
 * set takes seconds, since its rules are compiled then; {@link #warmUp} does that beforehand. Safe for use by several
 * threads, each with its own invoice.
 */
@Component
public final class InvoiceRules {
    /** A document with thousands of broken lines is reported by its first findings. */
    private static final int MOST_FINDINGS = 500;

    private static final List<String> WARM_UP_INVOICES =
            List.of("warm-up-pint.xml", "warm-up-peppol.xml", "warm-up-ubl.xml", "warm-up-cii.xml");

    private final RuleSetChoice ruleSets = new RuleSetChoice();
    private final RuleRun rules = new RuleRun();
    private final FindingTexts texts = new FindingTexts();

    /** The verdict; throws {@link InvoiceRefused} with INVOICE_RULE_SET_UNKNOWN if no rule set fits. */
    public InvoiceReport check(ReadInvoice invoice) {
        InvoiceFacts facts = invoice.facts();
        Chosen chosen = ruleSets.choose(facts);
        Judged judged = judge(chosen.versions(), invoice.document());
        List<Finding> findings = new ArrayList<>(judged.findings);
        if (chosen.remark() != null) {
            findings.add(chosen.remark());
        }
        InvoiceIdentity identity = orRemark(InvoiceIdentity::of, facts, findings);
        InvoiceContent content = identity == null ? null : orRemark(InvoiceContent::of, facts, findings);
        return new InvoiceReport(
                judged.valid(),
                invoice.syntax(),
                facts.customizationId(),
                List.of(judged.ruleSet.getID().getAsSingleID()),
                shortened(findings),
                identity,
                content);
    }

    private record Judged(IValidationExecutorSet<IValidationSourceXML> ruleSet, List<Finding> findings) {
        boolean valid() {
            return findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
        }
    }

    /**
     * The verdict of the version in force at the issue date. If that finds errors, the newest version may still call
     * the invoice valid: versions overlap, receivers on the Peppol network apply the newest to older dates too, and
     * publishers date their examples before the version that they belong to.
     */
    private Judged judge(Versions versions, Document document) {
        Judged first = judge(versions.inForce(), document);
        if (first.valid() || versions.newest() == versions.inForce()) {
            return first;
        }
        Judged second = judge(versions.newest(), document);
        return second.valid() ? second : first;
    }

    private Judged judge(IValidationExecutorSet<IValidationSourceXML> ruleSet, Document document) {
        List<Finding> schema = schemaFindings(ruleSet, document);
        // On a document of another structure the rules would only report consequences of the schema errors.
        return new Judged(ruleSet, schema.isEmpty() ? ruleFindings(ruleSet, document) : schema);
    }

    /** Compiles the rule sets most used, on small invoices of this package; takes 5 to 20 seconds. */
    public void warmUp() {
        InvoiceReader reader = new InvoiceReader();
        for (String name : WARM_UP_INVOICES) {
            try (InputStream in = InvoiceRules.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("the resource " + name + " is missing");
                }
                check(reader.read(in.readAllBytes()));
            } catch (IOException e) {
                throw new IllegalStateException("the resource " + name + " cannot be read", e);
            }
        }
    }

    private List<Finding> schemaFindings(IValidationExecutorSet<IValidationSourceXML> ruleSet, Document document) {
        List<Finding> findings = new ArrayList<>();
        for (IValidationExecutor<IValidationSourceXML> executor : ruleSet.executors()) {
            if (executor instanceof ValidationExecutorXSD xsd) {
                for (SchemaError error :
                        SchemaCheck.check(xsd.getSchemaProvider().get(), document)) {
                    findings.add(texts.schemaFinding(error));
                }
            }
        }
        return findings;
    }

    private List<Finding> ruleFindings(IValidationExecutorSet<IValidationSourceXML> ruleSet, Document document) {
        XdmNode prepared = rules.prepare(document);
        List<Finding> findings = new ArrayList<>();
        for (IValidationExecutor<IValidationSourceXML> executor : ruleSet.executors()) {
            if (!(executor instanceof ValidationExecutorXSD)) {
                for (Broken broken : rules.run(executor.getValidationArtefact().getRuleResource(), prepared)) {
                    findings.add(texts.ruleFinding(broken));
                }
            }
        }
        return findings;
    }

    private static <T> @Nullable T orRemark(
            Function<InvoiceFacts, T> tuple, InvoiceFacts facts, List<Finding> findings) {
        try {
            return tuple.apply(facts);
        } catch (InvoiceRefused refused) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "TRADESEAL-FINGERPRINT",
                    "",
                    refused.detail(),
                    new LocalizedText(
                            "Add it: without a fingerprint the registry cannot record the invoice.",
                            "请补充：没有指纹，登记系统无法登记该发票。")));
            return null;
        }
    }

    private static List<Finding> shortened(List<Finding> findings) {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparing(Finding::severity));
        if (sorted.size() <= MOST_FINDINGS) {
            return sorted;
        }
        int left = sorted.size() - MOST_FINDINGS;
        List<Finding> first = new ArrayList<>(sorted.subList(0, MOST_FINDINGS));
        first.add(new Finding(
                Severity.INFO,
                "TRADESEAL-MORE-FINDINGS",
                "",
                new LocalizedText(left + " more findings are not listed.", "另有 " + left + " 条检查结果未列出。"),
                new LocalizedText("Correct those listed and check again.", "请先更正已列出的问题，再次检查。")));
        return first;
    }
}
