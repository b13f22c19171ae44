// A model as a drawing: its networks side by side, layers from top to bottom, and what reads what. SVG without scripts or fonts.
using System.Globalization;
using System.Security;
using System.Text;

namespace NanoCoopNet.Model;

/// <summary>Draws models.</summary>
public static class ModelGraph
{
    private const int BoxWidth = 190,
        BoxHeight = 44,
        ColumnStep = 270,
        RowStep = 66,
        Top = 96,
        Left = 40,
        InputTop = 34;

    private static readonly string[] Titles = ["binary network", "INT8 network", "glue"];

    private const string Style =
        "<style>svg{font:12px sans-serif;background:#fff}rect{fill:#eef2f7;stroke:#7a8699}text{fill:#1b1f24;text-anchor:middle}"
        + ".quiet{fill:#59616d}.edge{fill:none;stroke:#59616d}@media(prefers-color-scheme:dark){svg{background:#14161a}"
        + "rect{fill:#262b33}text{fill:#e8eaee}.quiet{fill:#a3abb8}.edge{stroke:#a3abb8}}</style>\n"
        + "<defs><marker id=\"to\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
        + "orient=\"auto\">"
        + "<path d=\"M0 0L8 4L0 8z\" fill=\"#7a8699\"/></marker></defs>\n";

    /// <summary>The drawing of a model, light and dark by the viewer's theme.</summary>
    public static string Of(ModelBlob model)
    {
        int columns = model.Nets.Count,
            rows = model.Nets.Max(n => n.Layers.Count);
        int width = (2 * Left) + ((columns - 1) * ColumnStep) + BoxWidth + 30,
            height = Top + (rows * RowStep) + 24;
        StringBuilder svg = new();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" "
        );
        svg.Append(CultureInfo.InvariantCulture, $"role=\"img\" aria-label=\"{Text(model.Name)}\">\n").Append(Style);
        Label(svg, width / 2, InputTop - 12, $"{model.Name}, input {model.Header.Input}", "");
        for (int n = 0; n < columns; n++)
        {
            BlobNet net = model.Nets[n];
            Label(svg, X(n) + (BoxWidth / 2), InputTop + 14, Titles[(int)net.Kind], "quiet");
            for (int i = 0; i < net.Layers.Count; i++)
            {
                Layer(svg, model, n, i);
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static int X(int column) => Left + (column * ColumnStep);

    private static int Y(int row) => Top + (row * RowStep);

    private static void Layer(StringBuilder svg, ModelBlob model, int n, int i)
    {
        BlobLayer layer = model.Nets[n].Layers[i];
        int x = X(n),
            y = Y(i);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{x}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"6\"/>\n"
        );
        string window = layer.KernelH > 1 || layer.KernelW > 1 ? $" {layer.KernelH}×{layer.KernelW}" : "";
        string pool = layer.Pools ? $", pool {layer.PoolH}×{layer.PoolW}" : "";
        Label(svg, x + (BoxWidth / 2), y + 18, $"{i} {BlobNames.Of(layer.Op)}{window}{pool}", "");
        string macs = layer.Macs > 0 ? string.Create(CultureInfo.InvariantCulture, $", {layer.Macs:N0} MACs") : "";
        Label(svg, x + (BoxWidth / 2), y + 35, $"{layer.Output}{macs}", "quiet");
        if (layer.Op == LayerOp.Concat)
        {
            Across(svg, 0, layer.Source0, n, i);
            Across(svg, 1, layer.Source1, n, i);
            return;
        }

        foreach (
            int source in new[] { layer.Source0, layer.Op == LayerOp.Add ? layer.Source1 : -2 }.Where(s => s >= -1).Distinct()
        )
        {
            if (source < 0 && n == (int)NetKind.Int8 && model.Header.StemLayers > 0)
            {
                Across(svg, (int)NetKind.Bnn, model.Header.StemLayers - 1, n, i);
            }
            else
            {
                Edge(svg, n, source, i);
            }
        }
    }

    // Straight from the layer above; a curve at the right from one further up.
    private static void Edge(StringBuilder svg, int n, int source, int target)
    {
        int x = X(n),
            to = Y(target);
        if (source == target - 1)
        {
            int from = source < 0 ? to - (RowStep - BoxHeight) : Y(source) + BoxHeight;
            Path(svg, $"M{x + (BoxWidth / 2)} {from}V{to - 1}");
            return;
        }

        int right = x + BoxWidth,
            start = source < 0 ? Top - 12 : Y(source) + (BoxHeight / 2),
            end = to + (BoxHeight / 2);
        Path(svg, $"M{right} {start}C{right + 48} {start} {right + 48} {end} {right + 1} {end}");
    }

    private static void Across(StringBuilder svg, int net, int source, int n, int target)
    {
        int from = X(net) + BoxWidth,
            y = Y(source) + (BoxHeight / 2),
            end = Y(target) + (BoxHeight / 2);
        Path(svg, $"M{from} {y}C{from + 60} {y} {X(n) - 60} {end} {X(n) - 1} {end}");
    }

    private static void Path(StringBuilder svg, FormattableString d) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<path class=\"edge\" marker-end=\"url(#to)\" d=\"{d.ToString(CultureInfo.InvariantCulture)}\"/>\n"
        );

    private static void Label(StringBuilder svg, int x, int y, string text, string kind) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" class=\"{kind}\">{Text(text)}</text>\n");

    private static string Text(string text) => SecurityElement.Escape(text);
}
