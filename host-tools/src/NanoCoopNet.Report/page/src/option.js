// From a figure of the report (Figure.cs) to an option of the chart library. The only place that knows both.
import { show, tick } from "./format.js";

const barKinds = new Set(["bar", "groupedBar"]);

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

/** Everything known of a point: the row of its table. */
function describe(report, series, row) {
    const table = report.tables[series.table];
    const facts = table.columns
        .map((column, i) => [column.title, show(row[i], column.format)])
        .filter(([, value]) => value !== "–");
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
        data: rows.map((row) => ({ value: [row[xAt], row[yAt] + series.offset], row })),
        showSymbol: false,
        symbolSize: 5,
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

function marks(figure, x, theme, ct, narrow) {
    const all = figure.marks.filter((m) => !m.axis || m.axis === x.column).map((m) => ({ ...m, colour: theme.faint }));
    if (figure.followsCt && ct !== null) all.push({ x: ct, y: null, label: "CT", colour: theme.text });
    return {
        silent: true,
        symbol: "none",
        animation: false,
        data: all.map((m, i) => ({
            ...(m.x !== null ? { xAxis: m.x } : { yAxis: m.y }),
            lineStyle: { color: m.colour, type: "dotted", width: m.label === "CT" ? 2 : 1.5 },
            label: {
                formatter: narrow ? m.label.split(":")[0] : m.label,
                color: m.colour,
                position: m.x !== null ? "end" : m.labelAtStart ? "insideStartTop" : "insideEndTop",
                rotate: 0,
                distance: m.x !== null ? 4 + 13 * (i % 2) : 4,
            },
        })),
    };
}

/**
 * The chart of a figure.
 * @param view {theme, narrow, x: index of the x axis, logX, logY, ct}
 */
export function option(report, figure, view) {
    const { theme } = view;
    const x = figure.x[view.x ?? 0];
    const series = figure.series.map((s) => seriesOption(report, figure, s, x, theme, view.logY));
    if (series.length > 0) series[0].markLine = marks(figure, x, theme, view.ct ?? null, view.narrow);
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
            left: view.narrow ? 52 : 70,
            right: view.narrow ? 14 : 24,
            top: 68,
            bottom: (x.title ? 52 : 34) + (hasSlider ? 26 : 0),
        },
        dataZoom: hasSlider ? [{ type: "inside" }, { type: "slider", bottom: 2, height: 18 }] : undefined,
        legend: { top: 0, left: 0, type: "scroll", textStyle: { color: theme.text }, inactiveColor: theme.line },
        tooltip: {
            trigger: figure.series.some((s) => s.kind === "points") && !x.isCategory ? "item" : "axis",
            confine: true,
            backgroundColor: theme.ground,
            borderColor: theme.line,
            textStyle: { color: theme.text, fontSize: 12 },
            axisPointer: { type: x.isCategory ? "shadow" : "line" },
            formatter: (params) => {
                const seen = new Set();
                return [params]
                    .flat()
                    .map((p) => {
                        const s = figure.series[p.seriesIndex],
                            row = p.data.row,
                            key = s.table + JSON.stringify(row);
                        if (seen.has(key)) return "";
                        seen.add(key);
                        return describe(
                            report,
                            {
                                ...s,
                                name:
                                    figure.series.filter((t) => t.table === s.table).length > 1
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
