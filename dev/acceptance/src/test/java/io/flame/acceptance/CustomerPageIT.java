package io.flame.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A person plays the customer in a browser and is answered. */
class CustomerPageIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @Test
    void showsTheAnswerToWhatAPersonTypes() {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(CHROMIUM), "Chromium is not installed");
        Business business = Installation.shared().open().withNumber().withAssistant();
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(List.of(
                                        "--headless",
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync")))) {
            Page page = browser.newPage();
            page.navigate(Installation.shared().twin().url());
            choose(page, business);
            Locator text = page.locator("#text");
            text.fill("Do you open on Sunday?");
            text.press("Enter");

            assertThat(page.getByText(Business.REPLY).last()).isVisible();
            assertThat(business.incoming()).hasSize(1);
        }
    }

    /** The list fills once the page hears of the business's number. */
    private static void choose(Page page, Business business) {
        Locator option = page.locator("#account option", new Page.LocatorOptions().setHasText(business.slug));
        page.locator("#account").selectOption(option.getAttribute("value"));
    }
}
