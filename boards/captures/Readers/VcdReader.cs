// Value Change Dump, IEEE 1364 section 18: single-bit wires by time. Buses are taken bit by bit, reals are left out.
using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Captures;

/// <summary>Reads edges; a level of x or z keeps the level before.</summary>
internal sealed partial class VcdReader : CaptureReader
{
    private const int EdgesOfBlock = 10_000,
        MostWires = 64;
    private readonly string _path;
    private readonly StreamReader _reader;
    private readonly Dictionary<string, List<int>> _wires = [];
    private readonly IEnumerator<string> _tokens;
    private readonly double _unitS;
    private double _timeS;
    private ulong _levels;
    private bool _ended,
        _anyTime,
        _anyEdge;

    public VcdReader(string path)
    {
        _path = path;
        _reader = new StreamReader(InputFile.Open(path));
        _tokens = Tokens().GetEnumerator();
        List<string> names = [];
        string comment = "",
            instrument = "VCD";
        double unit = 0;
        while (Token() != "$enddefinitions")
        {
            string[] words = _tokens.Current.StartsWith('$')
                ? [_tokens.Current, .. Body()]
                : throw CaptureException.Bad(path, $"`{_tokens.Current}` is not a VCD declaration");
            switch (words)
            {
                case ["$timescale", ..]:
                    unit = Timescale(string.Concat(words[1..]));
                    break;
                case ["$comment", ..]:
                    comment = string.Join(' ', words[1..]);
                    break;
                case ["$version", ..]:
                    instrument = string.Join(' ', words[1..]);
                    break;
                case ["$var", var kind, var width, var code, var name, ..] when kind != "real":
                    AddWires(names, code, words.Length > 5 ? name + words[5] : name, width);
                    break;
                case ["$var", "real", ..]:
                    Warn("real variables are left out");
                    break;
            }
        }

        Body();
        _unitS = unit > 0 ? unit : throw CaptureException.Bad(path, "it has no $timescale");
        Info = new CaptureInfo(CaptureFormat.Vcd, instrument, [], names, 0, _unitS / 2) { Comment = comment };
    }

    /// <inheritdoc/>
    public override CaptureInfo Info { get; }

    /// <inheritdoc/>
    public override double Progress => (double)_reader.BaseStream.Position / Math.Max(_reader.BaseStream.Length, 1);

    /// <summary>The first word is a keyword of a declaration.</summary>
    public static bool Is(string head) => Keyword().IsMatch(head);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _tokens.Dispose();
        _reader.Dispose();
    }

    /// <inheritdoc/>
    protected override bool Fill(CaptureBlock block)
    {
        if (_ended)
        {
            return false;
        }

        block.Begin(_timeS, 0, _levels);
        while (block.Edges.Count < EdgesOfBlock && _tokens.MoveNext())
        {
            string token = _tokens.Current;
            switch (token[0])
            {
                case '#':
                    _timeS = long.TryParse(token.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long time)
                        ? time * _unitS
                        : throw CaptureException.Bad(_path, $"`{token}` is not a time");
                    block.BeginS = _anyTime ? block.BeginS : _timeS;
                    _anyTime = true;
                    break;
                case '0' or '1':
                    Take(block, token[1..], token[..1]);
                    break;
                case 'b' or 'B':
                    Take(block, Token(), token[1..]);
                    break;
                case 'r' or 'R':
                    Token();
                    break;
                case '$' when token is "$comment":
                    Body();
                    break;
            }
        }

        _ended = block.Edges.Count < EdgesOfBlock;
        block.EndS = _timeS;
        return true;
    }

    private void Take(CaptureBlock block, string code, string bits)
    {
        if (!_wires.TryGetValue(code, out List<int>? wires))
        {
            return;
        }

        ulong levels = _levels;
        for (int i = 0; i < wires.Count; i++)
        {
            char bit = i < bits.Length ? bits[^(i + 1)] : '0';
            levels = bit switch
            {
                '0' => levels & ~(1UL << wires[i]),
                '1' => levels | 1UL << wires[i],
                _ => levels,
            };
        }

        if (levels == _levels)
        {
            return;
        }

        // What the first time says are the levels at the begin.
        if (!_anyEdge && _timeS <= block.BeginS)
        {
            block.LevelsAtBegin = levels;
        }
        else
        {
            block.AddEdges(_timeS, levels ^ _levels, levels);
            _anyEdge = true;
        }

        _levels = levels;
    }

    private void AddWires(List<string> names, string code, string name, string width)
    {
        int bits = int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out int w)
            ? w
            : throw CaptureException.Bad(_path, $"`{width}` is not a width");
        if (names.Count + bits > MostWires)
        {
            Warn($"only the first {MostWires} wires are read");
            return;
        }

        _wires[code] = [.. Enumerable.Range(names.Count, bits)];
        names.AddRange(bits == 1 ? [name] : Enumerable.Range(0, bits).Select(i => FormattableString.Invariant($"{name}.{i}")));
    }

    private double Timescale(string text)
    {
        Match m = ScaleText().Match(text);
        double unit = m.Groups[2].Value switch
        {
            "s" => 1,
            "ms" => 1e-3,
            "us" => 1e-6,
            "ns" => 1e-9,
            "ps" => 1e-12,
            _ => 1e-15,
        };
        return m.Success
            ? int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) * unit
            : throw CaptureException.Bad(_path, $"`{text}` is not a timescale");
    }

    private string Token() =>
        _tokens.MoveNext() ? _tokens.Current : throw CaptureException.Bad(_path, "it ends within its declarations");

    /// <summary>Words up to <c>$end</c>.</summary>
    private string[] Body()
    {
        List<string> words = [];
        while (Token() != "$end")
        {
            words.Add(_tokens.Current);
        }

        return [.. words];
    }

    private IEnumerable<string> Tokens()
    {
        while (_reader.ReadLine() is { } line)
        {
            foreach (string word in line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                yield return word;
            }
        }
    }

    [GeneratedRegex(@"^\s*\$(date|version|comment|timescale|scope|var)\b")]
    private static partial Regex Keyword();

    [GeneratedRegex(@"^(1|10|100)(s|ms|us|ns|ps|fs)$")]
    private static partial Regex ScaleText();
}
