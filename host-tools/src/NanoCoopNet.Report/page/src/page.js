// The page: draws every figure, follows theme, width and printer, and turns CT.
import { echarts } from "./charts.js";
import { show } from "./format.js";
import { option } from "./option.js";
import { themes } from "./themes.js";

const NARROW_PX = 560;
const report = JSON.parse(document.getElementById("report-data").textContent);
const darkWanted = matchMedia("(prefers-color-scheme: dark)");
const state = {
    theme: location.hash === "#dark" || location.hash === "#light" ? location.hash.slice(1) : null,
    ct: null,
    printing: false,
};
const views = [];

function theme() {
    return themes[state.printing ? "light" : (state.theme ?? (darkWanted.matches ? "dark" : "light"))];
}

function draw(view) {
    view.chart.resize();
    const narrow = view.element.clientWidth < NARROW_PX;
    view.chart.setOption(
        option(report, view.figure, {
            theme: theme(),
            width: view.element.clientWidth,
            narrow,
            x: view.x,
            logX: view.logX,
            logY: view.logY,
            ct: state.ct,
            interactive: !state.printing,
        }),
        { notMerge: true },
    );
}

function drawAll() {
    document.documentElement.dataset.theme = theme().name;
    document.documentElement.toggleAttribute("data-printing", state.printing);
    views.forEach(draw);
}

function control(parent, label, input) {
    const wrapper = document.createElement("label");
    wrapper.append(input, ` ${label}`);
    parent.append(wrapper);
}

function checkbox(checked, onChange) {
    const input = document.createElement("input");
    input.type = "checkbox";
    input.checked = checked;
    input.addEventListener("change", () => onChange(input.checked));
    return input;
}

function select(titles, onChange) {
    const input = document.createElement("select");
    titles.forEach((title, i) => input.add(new Option(title, String(i))));
    input.addEventListener("change", () => onChange(Number(input.value)));
    return input;
}

function mount(element) {
    const figure = report.figures.find((f) => f.id === element.dataset.figure);
    const canvas = element.querySelector(".chart"),
        controls = element.querySelector(".controls");
    const view = {
        element: canvas,
        figure,
        x: 0,
        logX: figure.x[0].isLogarithmic,
        logY: false,
        chart: echarts.init(canvas, null, { renderer: "svg" }),
    };
    const change = (patch) => {
        Object.assign(view, patch);
        draw(view);
    };
    if (figure.x.length > 1)
        control(
            controls,
            "",
            select(
                figure.x.map((x) => x.title),
                (x) => change({ x }),
            ),
        );
    if (figure.x.some((x) => x.canBeLogarithmic))
        control(
            controls,
            "logarithmic x",
            checkbox(view.logX, (logX) => change({ logX })),
        );
    if (figure.y.canBeLogarithmic)
        control(
            controls,
            "logarithmic y",
            checkbox(view.logY, (logY) => change({ logY })),
        );
    download(controls, `${figure.id}.svg`, "image/svg+xml", "SVG", () => view.chart.renderToSVGString());
    download(controls, `${figure.id}.csv`, "text/csv", "CSV", () => csv(figure));
    views.push(view);
}

function download(parent, name, type, label, make) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.setAttribute("aria-label", `Download ${name}`);
    button.addEventListener("click", () => {
        const url = URL.createObjectURL(new Blob([make()], { type }));
        Object.assign(document.createElement("a"), { href: url, download: name }).click();
        setTimeout(() => URL.revokeObjectURL(url), 1000);
    });
    parent.append(button);
}

/** The exact values of a figure: the rows of its tables, each table named in the first column. */
function csv(figure) {
    const tables = [...new Set(figure.series.map((s) => s.table))].map((id) => report.tables[id]);
    const columns = [...new Set(tables.flatMap((t) => t.columns.map((c) => c.name)))];
    const cell = (value) => (/[",\n]/.test(value ?? "") ? `"${String(value).replaceAll('"', '""')}"` : (value ?? ""));
    const row = (table, cells) =>
        columns.map((name) => cells[table.columns.findIndex((c) => c.name === name)] ?? null);
    const lines = tables.flatMap((table) => table.rows.map((cells) => [table.id, ...row(table, cells)]));
    return [["table", ...columns], ...lines].map((line) => `${line.map(cell).join(",")}\n`).join("");
}

/** The slider: what every model gives at a threshold, from the rows of the curves. */
function mountSlider() {
    const slider = document.getElementById("ct-slider"),
        out = document.getElementById("ct-values");
    if (!slider) return;
    const tables = report.curves.map((c) => ({ ...c, table: report.tables[c.table] }));
    const columns = tables[0].table.columns.filter((c) =>
        tables.some((t) => t.table.rows.some((row) => row[t.table.columns.findIndex((d) => d.name === c.name)] !== null)),
    );
    const turn = () => {
        const rows = tables.map((t) => ({
            name: t.model,
            cells: columns.map((c) =>
                show(t.table.rows[Number(slider.value)][t.table.columns.findIndex((d) => d.name === c.name)], c.format),
            ),
        }));
        const head = document.createElement("tr");
        head.append(
            ...["", ...columns.map((c) => c.title)].map((text) =>
                Object.assign(document.createElement("th"), { textContent: text }),
            ),
        );
        out.replaceChildren(
            head,
            ...rows.map((row) => {
                const tr = document.createElement("tr");
                tr.append(
                    ...[row.name, ...row.cells].map((text) => Object.assign(document.createElement("td"), { textContent: text })),
                );
                return tr;
            }),
        );
        state.ct = tables[0].table.rows[Number(slider.value)][0];
        views.filter((v) => v.figure.followsCt).forEach(draw);
    };
    slider.addEventListener("input", turn);
    turn();
}

document.querySelectorAll("figure[data-figure]").forEach(mount);
document.getElementById("theme").addEventListener("click", () => {
    state.theme = theme().name === "dark" ? "light" : "dark";
    drawAll();
});
darkWanted.addEventListener("change", drawAll);
addEventListener("resize", drawAll);
addEventListener("beforeprint", () => {
    state.printing = true;
    drawAll();
});
addEventListener("afterprint", () => {
    state.printing = false;
    drawAll();
});
drawAll();
mountSlider();
document.documentElement.dataset.ready = "yes";
