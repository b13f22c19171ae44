// The page of nanocoop report in Chromium: at the widths of desk, tablet and phone nothing is cut off and no labels collide.
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
[TestCategory("Slow")]
public sealed class ReportPageTests
{
    private const int Samples = 40;

    // What reaches beyond the window and cannot be scrolled; text outside its figure; text on other text.
    private const string Faults = """
        (() => {
          const faults = [];
          const scrolls = (e) => e && e !== document.body
            && (["auto", "scroll", "hidden"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
          for (const e of document.querySelectorAll("body *")) {
            const box = e.getBoundingClientRect();
            if (box.width && box.right > innerWidth + 1 && !e.closest("svg") && !scrolls(e.parentElement))
              faults.push(`wide: ${e.tagName} ${e.textContent.trim().slice(0, 40)}`);
          }
          for (const svg of document.querySelectorAll("svg")) {
            const frame = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll("text")].filter((t) => t.textContent.trim())
              .map((t) => ({ name: t.textContent.trim(), box: t.getBoundingClientRect() })).filter((t) => t.box.width);
            texts.forEach(({ name, box }, i) => {
              if (box.left < frame.left - 1 || box.right > frame.right + 1) faults.push(`cut: ${name}`);
              for (const other of texts.slice(i + 1)) {
                const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
                const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
                if (across > 2 && down > 3) faults.push(`collide: ${name} | ${other.name}`);
              }
            });
          }
          return [...new Set(faults)].join("\n");
        })()
        """;

    [TestMethod]
    public async Task NothingIsCutOffAndNoLabelsCollide()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("bcnet-logits");
        string record = files.At("run.csv"),
            page = files.At("report.html"),
            data = files.Data("x.npz", Files.GoldenBlob("bcnet-logits"), Samples);
        Tool.Measure(Files.Golden("bcnet-logits"), "--data", data, "--port", board.PortName, "--out", record);
        Tool.Succeed("report", record, "-o", page);
        using Browser browser = await Browser.Start(files);
        foreach (int width in new[] { 1440, 1024, 390 })
        {
            await browser.Look(width, 900, width == 1024 ? "dark" : "light");
            await browser.Open(new Uri(page));
            await browser.Until("document.querySelectorAll('svg text').length > 20");
            Assert.AreEqual("", await browser.Text(Faults), $"{width} px");
        }
    }
}
