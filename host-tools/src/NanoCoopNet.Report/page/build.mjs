// Bundles the page's script and style, with the chart library inside, into dist/: what `nanocoop report` inlines.
import { build } from "esbuild";

await build({
    entryPoints: ["src/page.js", "src/page.css"],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    charset: "utf8",
    legalComments: "inline",
    outdir: "dist",
});
