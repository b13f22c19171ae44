// Values as people read them; the same formats as CellFormat in ReportTable.cs.
const number = (digits) => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const whole = number(0);
const two = number(2);
const minus = (text) => text.replace("-", "−");

/** A cell's value in a format; null is not known. */
export function show(value, format) {
    if (value === null || value === undefined) return "–";
    if (typeof value === "string") return value;
    switch (format) {
        case "count":
            return minus(whole.format(value));
        case "percent":
            return minus(`${(100 * value).toFixed(2)} %`);
        case "points":
            return Math.abs(value) < 5e-5 ? "0.00" : (value > 0 ? "+" : "−") + (100 * Math.abs(value)).toFixed(2);
        case "fraction":
            return minus(value.toFixed(3));
        case "decimal":
            return minus(two.format(value));
        default:
            return minus(String(Number(value.toPrecision(4))));
    }
}

/** The same for the labels of an axis: as few digits as tell ticks apart. */
export function tick(value, format) {
    if (typeof value === "string") return value;
    switch (format) {
        case "count":
            return Math.abs(value) >= 1e6
                ? `${Number((value / 1e6).toPrecision(4))} M`
                : Math.abs(value) >= 1e3
                  ? `${Number((value / 1e3).toPrecision(4))} k`
                  : String(value);
        case "percent":
            return minus(`${Number((100 * value).toFixed(2))} %`);
        case "points":
            return minus(String(Number((100 * value).toFixed(3))));
        case "text":
            return "";
        default:
            return minus(String(Number(value.toPrecision(4))));
    }
}
