// Sound of one page's microphone: windows as they are heard, and words once they are certain.
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Media;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Live;

/// <summary>Hears one stream.</summary>
internal sealed class LiveEar(LiveBoard board, LiveHub hub)
{
    /// <summary>Sound that may wait for the board; more is left out.</summary>
    private const int MostWaiting = 2 * LogMel.SampleRate;

    /// <summary>From here on windows are skipped.</summary>
    private const int LateWaiting = LogMel.SampleRate / 5;

    private const int Remembered = 40;

    private readonly List<(int Window, LiveResult Result)> _windows = [];
    private Listener? _listener;
    private LiveSession? _heardBy;
    private int _waiting;

    /// <summary>Takes sound.</summary>
    /// <param name="samples">int16 at 16 kHz.</param>
    /// <returns>False: the board is behind, and this was left out.</returns>
    /// <exception cref="NanoCoopException">As <see cref="LiveBoard.Do"/>; BadData: the model takes no sound.</exception>
    public async Task<bool> Add(short[] samples)
    {
        if (Interlocked.Add(ref _waiting, samples.Length) > MostWaiting)
        {
            Interlocked.Add(ref _waiting, -samples.Length);
            return false;
        }

        try
        {
            await board.Do(session => Hear(session, samples)).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Add(ref _waiting, -samples.Length);
        }

        return true;
    }

    private bool Hear(LiveSession session, short[] samples)
    {
        if (!SampleFile.Hears(session.Model))
        {
            throw new CliException(ExitCode.BadData, $"{session.Model.Name} takes no sound", "give it pictures instead");
        }

        if (_heardBy != session)
        {
            _heardBy = session;
            _windows.Clear();
            _listener = session.Listen(
                WordFinder.DefaultScore,
                c => Window(session, c),
                () => Volatile.Read(ref _waiting) > LateWaiting
            );
        }

        foreach (FoundWord word in _listener!.Add(samples))
        {
            int middle = (int)Math.Round(word.Seconds / WordFinder.StepSeconds);
            LiveResult at = _windows.MinBy(w => Math.Abs(w.Window - middle)).Result;
            hub.Add(at with { Type = "result", Answer = word.Class, At = DateTimeOffset.UtcNow }, counts: false);
        }

        return true;
    }

    // A window's answer is shown where the one before gave the same: half a second before the word is certain.
    private void Window(LiveSession session, Classification c)
    {
        LiveResult window = session.Of("window", "microphone", c);
        bool heard =
            LiveSession.IsWord(window.Answer!)
            && window.Top is [{ Probability: >= WordFinder.DefaultScore } top, ..]
            && _windows is [.., { Result.Top: [var before, ..] }]
            && before.Class == top.Class;
        _windows.Add((_listener!.Windows - 1, window));
        if (_windows.Count > Remembered)
        {
            _windows.RemoveAt(0);
        }

        hub.Add(heard ? window : window with { Answer = null });
    }
}
