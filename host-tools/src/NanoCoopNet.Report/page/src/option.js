// From a figure of the report (Figure.cs) to an option of the chart library. The only place that knows both.
import { show, tick } from "./format.js";

const barKinds = new Set(["bar", "groupedBar"]);
const LABEL_CHARACTER_PX = 6.3,
    LABEL_LINE_PX = 13,
    LABEL_LINES = 3;

/** Rows of a series' table, each with its place in the table. */
function rowsOf(report, series) {
    const table = report.tables[series.table];
    const where = series.where === null ? -1 : indexOf(table, series.where);
    return table.rows.filter((row) => where < 0 || row[where] === series.isValue);
}

function indexOf(table, column) {
    const at = table.columns.findIndex((c) => c.name === column);
    if (at < 0) throw new Error(`table ${table.id} has no column ${column}`);
    return at;
}

/** Everything known of a point: the row of its table. Columns that only shade the ground are said by name where they do. */
function describe(report, figure, series, row) {
    const table = report.tables[series.table];
    const shades = figure.series.filter((s) => s.kind === "shade" && s.table === series.table);
    const facts = [
        ...table.columns
            .filter((column) => !shades.some((s) => s.y === column.name))
            .map((column) => [column.title, show(row[indexOf(table, column.name)], column.format)])
            .filter(([, value]) => value !== "–"),
        ...shades.filter((s) => row[indexOf(table, s.y)]).map((s) => [`${s.name} runs`, ""]),
    ];
    const cells = ([title, value]) =>
        `<tr><td>${escape(title)}</td><td style="text-align:right;padding-left:1em">${escape(value)}</td></tr>`;
    return `<b>${escape(series.name)}</b><table>${facts.map(cells).join("")}</table>`;
}

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

function axis(spec, theme, log, extra) {
    return {
        type: spec.isCategory ? "category" : log ? "log" : "value",
        name: spec.title,
        nameLocation: "middle",
        nameTextStyle: { color: theme.faint },
        axisLabel: { color: theme.faint, hideOverlap: true, formatter: (v) => tick(v, spec.format) },
        axisLine: { show: true, onZero: false, lineStyle: { color: theme.faint } },
        axisTick: { lineStyle: { color: theme.faint } },
        splitLine: { lineStyle: { color: theme.line } },
        scale: true,
        ...extra,
    };
}

/** A band between two columns as two stacked lines, the lower one invisible; an interval as bars from end to end. */
function rangeOption(report, series, x, theme, index) {
    const table = report.tables[series.table];
    const [xAt, fromAt, toAt] = [x.column, series.y, series.to].map((name) => indexOf(table, name));
    const rows = rowsOf(report, series).filter((row) => [xAt, fromAt, toAt].every((at) => row[at] !== null));
    const colour = theme.inks[series.ink];
    const common = {
        name: series.name,
        type: "line",
        showSymbol: false,
        silent: true,
        animation: false,
        tooltip: { show: false },
        color: colour,
    };
    if (series.kind === "interval")
        return [
            {
                ...common,
                z: 4,
                connectNulls: false,
                lineStyle: { color: theme.text, width: 2 },
                data: rows.flatMap((row) => [[row[xAt], row[fromAt]], [row[xAt], row[toAt]], [row[xAt], null]]),
            },
        ];
    const stack = { ...common, stack: `band ${index}`, stackStrategy: "all", lineStyle: { width: 0 }, z: 1 };
    return [
        { ...stack, data: rows.map((row) => [row[xAt], row[fromAt]]) },
        {
            ...stack,
            data: rows.map((row) => [row[xAt], row[toAt] - row[fromAt]]),
            areaStyle: { color: colour, opacity: 0.16 },
        },
    ];
}

function seriesOption(report, figure, series, x, theme, log) {
    const table = report.tables[series.table];
    const xAt = indexOf(table, x.column),
        yAt = indexOf(table, series.y);
    const rows = rowsOf(report, series).filter((row) => row[xAt] !== null && row[yAt] !== null && (!log || row[yAt] > 0));
    const colour = theme.inks[series.ink];
    const isBar = barKinds.has(series.kind),
        isArea = series.kind === "area",
        isShade = series.kind === "shade";
    return {
        name: series.name,
        type: isBar ? "bar" : series.kind === "points" ? "scatter" : "line",
        step: series.kind === "step" || isShade ? "end" : undefined,
        stack: isArea || series.kind === "bar" ? "all" : undefined,
        data: rows.map((row) => ({ value: [row[xAt], row[yAt] + series.offset], row, series })),
        showSymbol: false,
        symbolSize: figure.series.some((s) => s.kind === "band") ? 11 : 5,
        symbol: series.kind === "points" && series.ink === "reference" ? "diamond" : "circle",
        z: series.kind === "points" ? 5 : 2,
        color: colour,
        lineStyle: {
            color: colour,
            width: isShade ? 0 : series.ink === "reference" && figure.canZoom ? 1 : 2,
            type: series.ink === "reference" ? "dashed" : "solid",
        },
        itemStyle: { color: colour },
        areaStyle: isArea ? { color: colour, opacity: 0.55 } : isShade ? { color: colour, opacity: 0.18 } : undefined,
        barMaxWidth: 36,
        barCategoryGap: "18%",
        animation: false,
        emphasis: { focus: "series" },
    };
}

/** Where the labels of vertical lines go: on as many lines as it takes that none covers another, inside the figure. */
function placed(all, range, width) {
    const ends = Array(LABEL_LINES).fill(-Infinity);
    const lines = all.filter((m) => m.x !== null).sort((a, b) => a.x - b.x);
    for (const m of lines) {
        const at = ((m.x - range.min) / (range.max - range.min || 1)) * width;
        const length = m.label.length * LABEL_CHARACTER_PX;
        m.align = at + length / 2 > width ? "right" : at < length / 2 ? "left" : "center";
        const start = m.align === "right" ? at - length : m.align === "left" ? at : at - length / 2;
        const free = ends.findIndex((end) => end + LABEL_CHARACTER_PX < start);
        m.line = free < 0 ? ends.indexOf(Math.min(...ends)) : free;
        ends[m.line] = start + length;
    }
    return all;
}

function marks(figure, x, range, view) {
    const { theme, narrow, ct } = view;
    const all = figure.marks
        .filter((m) => !m.axis || m.axis === x.column)
        .map((m) => ({ ...m, label: narrow ? m.label.split(":")[0] : m.label, colour: theme.faint }));
    if (figure.followsCt && (ct ?? null) !== null) all.push({ x: ct, y: null, label: "CT", colour: theme.text });
    return {
        silent: true,
        symbol: "none",
        animation: false,
        data: placed(all, range, view.plotWidth).map((m) => ({
            ...(m.x !== null ? { xAxis: m.x } : { yAxis: m.y }),
            lineStyle: { color: m.colour, type: "dotted", width: m.label === "CT" ? 2 : 1.5 },
            label: {
                formatter: m.label,
                color: m.colour,
                position: m.x !== null ? "end" : m.labelAtStart ? "insideStartTop" : "insideEndTop",
                align: m.align,
                rotate: 0,
                distance: m.x !== null ? 4 + LABEL_LINE_PX * m.line : 4,
            },
        })),
    };
}

/** Least and largest value along x. */
function rangeOf(report, figure, x) {
    const values = figure.series.flatMap((s) =>
        rowsOf(report, s)
            .map((row) => row[indexOf(report.tables[s.table], x.column)])
            .filter((v) => typeof v === "number"),
    );
    return values.length === 0 ? { min: 0, max: 1 } : { min: Math.min(...values), max: Math.max(...values) };
}

const LEGEND_ROW = 24, // pixels
    LEGEND_SYMBOL = 42, // with the space around it
    LETTER = 7;

/** Rows that the legend of these names takes at a width. */
function legendRows(names, width) {
    let rows = 1,
        used = 0;
    for (const name of names) {
        const item = LEGEND_SYMBOL + LETTER * name.length;
        if (used > 0 && used + item > width) {
            rows++;
            used = 0;
        }
        used += item;
    }
    return rows;
}

/**
 * The chart of a figure.
 * @param view {theme, width in pixels, narrow, x: index of the x axis, logX, logY, ct}
 */
export function option(report, figure, view) {
    const { theme } = view;
    const x = figure.x[view.x ?? 0];
    const isRange = (s) => s.kind === "band" || s.kind === "interval";
    const drawn = figure.series.filter((s) => !isRange(s)).map((s) => seriesOption(report, figure, s, x, theme, view.logY));
    const ranges = figure.series.filter(isRange).flatMap((s, i) => rangeOption(report, s, x, theme, i));
    const names = [...new Set(drawn.map((s) => s.name))];
    const left = view.narrow ? 52 : 70,
        right = view.narrow ? 14 : 24;
    if (drawn.length > 0)
        drawn[0].markLine = marks(figure, x, rangeOf(report, figure, x), { ...view, plotWidth: view.width - left - right });
    const series = [...drawn, ...ranges];
    const categories = x.isCategory
        ? [
              ...new Set(
                  figure.series.flatMap((s) =>
                      report.tables[s.table].rows.map((row) => row[indexOf(report.tables[s.table], x.column)]),
                  ),
              ),
          ]
        : undefined;
    const hasSlider = figure.canZoom && view.interactive;
    const isStep = figure.series.some((s) => s.kind === "step");
    return {
        backgroundColor: theme.ground,
        textStyle: { color: theme.text, fontFamily: "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" },
        grid: {
            left,
            right,
            top: 46 + LEGEND_ROW * legendRows(names, view.width),
            bottom: (x.title ? 52 : 34) + (hasSlider ? 26 : 0),
        },
        dataZoom: hasSlider ? [{ type: "inside" }, { type: "slider", bottom: 2, height: 18 }] : undefined,
        legend: {
            top: 0,
            left: 0,
            data: names,
            textStyle: { color: theme.text },
            inactiveColor: theme.line,
        },
        tooltip: {
            trigger:
                figure.series.some((s) => s.kind === "points") && ranges.length === 0 && !x.isCategory ? "item" : "axis",
            confine: true,
            backgroundColor: theme.ground,
            borderColor: theme.line,
            textStyle: { color: theme.text, fontSize: 12 },
            axisPointer: { type: x.isCategory ? "shadow" : "line" },
            formatter: (params) => {
                const seen = new Set();
                return [params]
                    .flat()
                    .filter((p) => p.data.row)
                    .map((p) => {
                        const s = p.data.series,
                            row = p.data.row,
                            key = s.table + JSON.stringify(row);
                        if (seen.has(key)) return "";
                        seen.add(key);
                        return describe(
                            report,
                            figure,
                            {
                                ...s,
                                name:
                                    figure.series.filter((t) => t.table === s.table && !isRange(t) && t.where === s.where)
                                        .length > 1
                                        ? report.tables[s.table].caption
                                        : s.name,
                            },
                            row,
                        );
                    })
                    .join("");
            },
        },
        xAxis: axis(x, theme, view.logX ?? x.isLogarithmic, {
            nameGap: 30,
            data: categories,
            splitLine: { show: !x.isCategory, lineStyle: { color: theme.line } },
            ...(figure.canZoom ? { min: "dataMin", max: "dataMax" } : {}),
        }),
        yAxis: axis(figure.y, theme, view.logY, {
            nameGap: view.narrow ? 40 : 52,
            ...(isStep
                ? { min: -0.2, max: 2.7, axisLabel: { show: false }, axisTick: { show: false }, splitLine: { show: false } }
                : {}),
            ...(figure.series.some((s) => s.kind === "area") ? { min: 0, max: 1 } : {}),
            ...(figure.series.some((s) => barKinds.has(s.kind)) ? { scale: view.logY } : {}),
        }),
        series,
    };
}
