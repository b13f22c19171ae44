// The console's line on a terminal: prompt, cursor keys and history here, while what the board says appears above it.
using System.Text;

namespace NanoCoopNet.Cli.Board;

/// <summary>Edits one line and draws it. The board echoes a line that is sent to it; that echo is not shown.</summary>
/// <param name="output">A terminal that knows CR and the sequences to erase a line and to move left.</param>
internal sealed class LineEditor(TextWriter output)
{
    /// <summary>As long as a board's line may be.</summary>
    public const int MostCharacters = 80;

    private const string Prompt = "> ",
        Erase = "\r\x1b[K";

    private readonly List<string> _history = [];
    private readonly StringBuilder _line = new();
    private string _echo = "";
    private bool _startsLine = true;
    private int _cursor;
    private int _at;

    /// <summary>The line so far.</summary>
    public string Line => _line.ToString();

    /// <summary>Draws the prompt and the line.</summary>
    public void Draw()
    {
        int back = _line.Length - _cursor;
        output.Write(Erase + Prompt + _line + (back > 0 ? $"\x1b[{back}D" : ""));
        output.Flush();
    }

    /// <summary>Takes a key.</summary>
    /// <returns>The line, once Enter was pressed; else null.</returns>
    public string? Key(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                return Submit();
            case ConsoleKey.LeftArrow:
                _cursor = Math.Max(0, _cursor - 1);
                break;
            case ConsoleKey.RightArrow:
                _cursor = Math.Min(_line.Length, _cursor + 1);
                break;
            case ConsoleKey.Home:
                _cursor = 0;
                break;
            case ConsoleKey.End:
                _cursor = _line.Length;
                break;
            case ConsoleKey.UpArrow:
                Recall(_at - 1);
                break;
            case ConsoleKey.DownArrow:
                Recall(_at + 1);
                break;
            case ConsoleKey.Backspace when _cursor > 0:
                _line.Remove(--_cursor, 1);
                break;
            case ConsoleKey.Delete when _cursor < _line.Length:
                _line.Remove(_cursor, 1);
                break;
            default:
                Insert(key.KeyChar);
                break;
        }

        Draw();
        return null;
    }

    /// <summary>Shows what the board said, above the line that is being typed.</summary>
    public void Show(string text)
    {
        int echoed = 0;
        while (echoed < text.Length && echoed < _echo.Length && text[echoed] == _echo[echoed])
        {
            echoed++;
        }

        // What differs is no echo: the board is quiet, or says something of its own first.
        _echo = echoed == text.Length ? _echo[echoed..] : "";
        string said = text[echoed..].TrimStart(echoed > 0 ? ['\r', '\n'] : []);
        if (said.Length == 0)
        {
            return;
        }

        output.Write((_startsLine ? Erase : "") + said);
        _startsLine = said.EndsWith('\n');
        if (_startsLine)
        {
            Draw();
        }

        output.Flush();
    }

    private string Submit()
    {
        string line = Line;
        output.Write("\r\n");
        output.Flush();
        if (line.Length > 0 && (_history.Count == 0 || _history[^1] != line))
        {
            _history.Add(line);
        }

        _at = _history.Count;
        _line.Clear();
        _cursor = 0;
        _echo = line + "\r\n";
        if (line.Length == 0)
        {
            Draw();
        }

        return line;
    }

    private void Insert(char c)
    {
        if (!char.IsControl(c) && _line.Length < MostCharacters)
        {
            _line.Insert(_cursor++, c);
        }
    }

    private void Recall(int at)
    {
        if (at < 0 || at > _history.Count)
        {
            return;
        }

        _at = at;
        _line.Clear().Append(at < _history.Count ? _history[at] : "");
        _cursor = _line.Length;
    }
}
