// The console's line editor: what is sent, and what is left on the screen.
using NanoCoopNet.Cli.Board;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class LineEditorTests : IDisposable
{
    private readonly StringWriter _screen = new();

    public void Dispose() => _screen.Dispose();

    [TestMethod]
    public void CursorKeysAndHistoryEditTheLine()
    {
        LineEditor editor = new(_screen);
        Type(editor, "ct 0.9");
        Press(editor, ConsoleKey.Backspace);
        Type(editor, "3");
        Assert.AreEqual("ct 0.3", Enter(editor));
        Type(editor, "tats");
        Press(editor, ConsoleKey.Home);
        Type(editor, "s");
        Press(editor, ConsoleKey.RightArrow, ConsoleKey.LeftArrow, ConsoleKey.End);
        Assert.AreEqual("stats", Enter(editor));
        Press(editor, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow);
        Assert.AreEqual("ct 0.3", editor.Line);
        Press(editor, ConsoleKey.DownArrow);
        Assert.AreEqual("stats", editor.Line);
        Press(editor, ConsoleKey.LeftArrow, ConsoleKey.Delete);
        Assert.AreEqual("stat", Enter(editor));
        Press(editor, ConsoleKey.UpArrow, ConsoleKey.DownArrow);
        Assert.AreEqual("", editor.Line, "below the newest is an empty line");
        Type(editor, new string('x', 100));
        Assert.HasCount(LineEditor.MostCharacters, editor.Line);
        editor.Key(new ConsoleKeyInfo('\t', ConsoleKey.Tab, false, false, false));
        Assert.HasCount(LineEditor.MostCharacters, editor.Line, "control characters are not typed");
    }

    [TestMethod]
    public void TheEchoIsNotShownAndAnswersComeAboveTheLine()
    {
        LineEditor editor = new(_screen);
        Type(editor, "mode");
        Enter(editor);
        _screen.GetStringBuilder().Clear();
        editor.Show("mo");
        editor.Show("de\r\nmode ");
        editor.Show("auto\r\n");
        Assert.AreEqual("\r\x1b[Kmode auto\r\n\r\x1b[K> ", _screen.ToString());
        Type(editor, "he");
        _screen.GetStringBuilder().Clear();
        editor.Show("run done\r\n");
        Assert.AreEqual("\r\x1b[Krun done\r\n\r\x1b[K> he", _screen.ToString(), "what was being typed is there again");
    }

    [TestMethod]
    public void ABoardThatDoesNotEchoIsShownWhole()
    {
        LineEditor editor = new(_screen);
        Type(editor, "status");
        Enter(editor);
        _screen.GetStringBuilder().Clear();
        editor.Show("board\r\n");
        StringAssert.Contains(_screen.ToString(), "board\r\n");
    }

    private static void Type(LineEditor editor, string text)
    {
        foreach (char c in text)
        {
            Assert.IsNull(editor.Key(new ConsoleKeyInfo(c, default, false, false, false)));
        }
    }

    private static void Press(LineEditor editor, params ConsoleKey[] keys)
    {
        foreach (ConsoleKey key in keys)
        {
            Assert.IsNull(editor.Key(new ConsoleKeyInfo('\0', key, false, false, false)));
        }
    }

    private static string? Enter(LineEditor editor) =>
        editor.Key(new ConsoleKeyInfo('\r', ConsoleKey.Enter, false, false, false));
}
