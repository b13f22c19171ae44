// Every verb that talks to a board, and boards that lie: the verb ends in time, with a numbered error or with values that can be;
// nothing from the board reaches the screen that a terminal would obey.
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using NanoCoopNet.Cli.Demo;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Device;
using NanoCoopNet.Interop;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class HostileBoardTests
{
    private const int Samples = 6;
    private const int SteSamples = 120;
    private const string Escape = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e";

    [TestMethod]
    [TestCategory("Slow")]
    public void WhateverAReplySaysEveryVerbEndsWithANumberedError()
    {
        Random random = TestSeed.New(nameof(WhateverAReplySaysEveryVerbEndsWithANumberedError));
        const int lies = 8;
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        IEnumerable<string[]> verbs = Verbs(files, board);
        Frame? changed = null;
        int skip = 0;
        using HostileBoard hostile = new(
            board,
            frame =>
            {
                if (changed is not null || skip-- > 0 || frame.Payload.Length == 0)
                {
                    return [HostileBoard.Truth(frame)];
                }

                changed = frame;
                return [Change(frame, random)];
            }
        );
        foreach (string[] verb in verbs)
        {
            for (int i = 0; i < lies; i++)
            {
                (changed, skip) = (null, random.Next(8));
                Stopwatch clock = Stopwatch.StartNew();
                Outcome outcome = Tool.Run([.. verb, "--port", hostile.PortName]);
                string what = $"{string.Join(' ', verb)}: {changed?.Type:x2}, {outcome.Code}, {outcome.Error}";
                Assert.AreNotEqual(ExitCode.InternalError, outcome.Code, what);
                Assert.IsLessThan(20_000, clock.ElapsedMilliseconds, what);
                AssertPrintable(outcome);
            }
        }
    }

    /// <summary>The demo brings a board of its own; what it asks of it is asked of a liar here.</summary>
    [TestMethod]
    [TestCategory("Slow")]
    public void TheDemoOnABoardThatLiesEndsWithANumberedError()
    {
        Random random = TestSeed.New(nameof(TheDemoOnABoardThatLiesEndsWithANumberedError));
        ModelBlob model = BlobReader.ReadFile(Path.Combine(Repository.Models, "gscnet-keywords-coopnet.ncn"));
        DemoSamples samples = DemoSamples.Draw(model, Samples, 1);
        using RunningBoard board = Boards.Start("coopnet");
        using (BoardClient honest = BoardClient.Open(board.PortName))
        {
            honest.Push(model.Bytes.ToArray());
        }

        int skip = 0;
        Frame? changed = null;
        using HostileBoard hostile = new(
            board,
            frame =>
            {
                bool lies = changed is null && skip-- <= 0 && frame.Payload.Length > 0;
                changed = lies ? frame : changed;
                return [lies ? Change(frame, random) : HostileBoard.Truth(frame)];
            }
        );
        int refused = 0;
        for (int i = 0; i < 24; i++)
        {
            (changed, skip) = (null, random.Next(30));
            Shell shell = new(TextWriter.Null, TextWriter.Null, false, false, CancellationToken.None);
            Stopwatch clock = Stopwatch.StartNew();
            try
            {
                using BoardClient client = BoardClient.Open(hostile.PortName);
                new DemoRun(client, model, samples, shell).Run("pc", 1);
            }
            catch (NanoCoopException e)
            {
                Assert.AreNotEqual(ExitCode.InternalError, e.Code, e.Message);
                refused++;
            }

            Assert.IsLessThan(20_000, clock.ElapsedMilliseconds, $"{changed?.Type:x2}");
        }

        Assert.IsGreaterThan(0, refused, "some lies are seen");
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(35)]
    public void ALargestPayloadTooSmallForAnyRequestIsRefused(int maxPayload) =>
        Refused(RequestType.Hello, p => BinaryPrimitives.WriteUInt16LittleEndian(p.AsSpan(4), (ushort)maxPayload), "maxPayload");

    [TestMethod]
    public void NextBeyondTheBlobIsRefused() =>
        Refused(
            RequestType.StoreBegin,
            p => (p[0], p[5]) = (BeginResult.Resumes, 0x80),
            "next",
            ["push", Files.Golden("bcnet-logits")]
        );

    [TestMethod]
    public void NextToAndFroIsRefused()
    {
        int replies = 0;
        Refused(
            RequestType.StoreData,
            p => BinaryPrimitives.WriteInt32LittleEndian(p, replies++ % 2 == 0 ? 1000 : 0),
            "next",
            ["push", Files.Golden("bcnet-logits")]
        );
    }

    [TestMethod]
    public void AnAnswerBeyondTheClassesIsNotRecorded()
    {
        using Files files = new();
        string record = files.At("r.csv");
        Refused(
            RequestType.Infer,
            p => (p[ResultLayout.Answer], p[ResultLayout.BnnTop1]) = (200, 200),
            "answer",
            ["measure", Files.Golden(), "--data", files.Data("x.npz", Files.GoldenBlob(), Samples), "--out", record]
        );
        Assert.IsFalse(File.Exists(record));
    }

    [TestMethod]
    public void TheAnswerToAnotherInferenceIsNotTaken()
    {
        using Files files = new();
        Refused(
            RequestType.Infer,
            p => p[ResultLayout.Tag] ^= 1,
            "tag",
            ["measure", Files.Golden(), "--data", files.Data("x.npz", Files.GoldenBlob(), Samples)]
        );
    }

    [TestMethod]
    public void LayersThatDoNotAddUpAreRefused()
    {
        using Files files = new();
        Refused(
            RequestType.LayerCounts,
            p => p[1] ^= 1,
            "add up",
            ["measure", Files.Golden(), "--data", files.Data("x.npz", Files.GoldenBlob(), Samples)]
        );
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void EscapeSequencesOfNamesAndErrorsDoNotReachTheScreen()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        IEnumerable<string[]> verbs = Verbs(files, board);
        byte[] text = Encoding.UTF8.GetBytes(Escape + "[/][red]");
        using HostileBoard hostile = new(
            board,
            frame =>
                frame.Type switch
                {
                    RequestType.Hello | RequestType.ReplyBit => [Hello(frame, text)],
                    RequestType.Infer | RequestType.ReplyBit =>
                    [
                        FrameCodec.Encode(RequestType.Error, frame.Sequence, [3, .. new byte[16], .. text]),
                    ],
                    _ => [Encoding.UTF8.GetBytes($"text {Escape}\r\n"), HostileBoard.Truth(frame)],
                }
        );
        foreach (string[] verb in verbs)
        {
            Outcome outcome = Tool.Run([.. verb, "--port", hostile.PortName]);
            Assert.AreNotEqual(ExitCode.InternalError, outcome.Code, outcome.Error);
            AssertPrintable(outcome);
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DoNotParallelize] // it measures memory
    public void ABoardThatFloodsTheLineIsListenedToNoLongerThanNeeded()
    {
        using RunningBoard board = Boards.Start("coopnet");
        byte[] noise = new byte[1 << 20];
        noise.AsSpan().Fill((byte)'U');
        using HostileBoard hostile = new(board, _ => Enumerable.Repeat(noise, 100));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Outcome info = Tool.Fail(ExitCode.BoardSilent, "boardSilent", "info", "--port", hostile.PortName);
        AssertPrintable(info);
        Assert.IsLessThan(100L << 20, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void CtrlCEndsEveryVerbThatWaitsForASilentBoard()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        IEnumerable<string[]> verbs = Verbs(files, board);
        int heard = 0;
        using HostileBoard hostile = new(board, frame => ++heard > 1 ? [] : [HostileBoard.Truth(frame)]);
        foreach (string[] verb in verbs)
        {
            heard = 0;
            using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(400));
            Stopwatch clock = Stopwatch.StartNew();
            Outcome outcome = Tool.Run(stop.Token, [.. verb, "--port", hostile.PortName]);
            string what = $"{string.Join(' ', verb)}: {outcome.Error}";
            Assert.AreEqual(ExitCode.Interrupted, outcome.Code, what);
            Assert.IsLessThan(3000, clock.ElapsedMilliseconds, what);
        }
    }

    /// <summary>Every verb that talks to a board, and the files they need, the record measured on a board that tells the
    /// truth.</summary>
    private static IEnumerable<string[]> Verbs(Files files, RunningBoard board)
    {
        string data = files.Data("x.npz", Files.GoldenBlob(), Samples),
            record = files.At("truth.csv"),
            manyRecord = files.At("many.csv");
        Assert.AreEqual(
            ExitCode.Success,
            Tool.Measure(
                Files.Golden(),
                "--data",
                files.Data("many.npz", Files.GoldenBlob(), SteSamples),
                "--out",
                manyRecord,
                "--port",
                board.PortName
            ).Code
        );
        Assert.AreEqual(
            ExitCode.Success,
            Tool.Measure(Files.Golden(), "--data", data, "--out", record, "--port", board.PortName).Code
        );
        return
        [
            ["info"],
            ["ct"],
            ["ct", "0.3"],
            ["ct", "auto"],
            ["ct", "auto", "--full-fraction", "0.5"],
            ["classify", data, "--model", Files.Golden()],
            ["measure", Files.Golden(), "--data", data, "--restart", "--out", files.At("run.csv")],
            ["measure", Files.Golden(), "--data", data, "--mode", "light"],
            ["confirm", record, "--model", Files.Golden(), "--data", data, "--ct", "0.3", "--ct", "0.6"],
            ["ste", manyRecord, "--full-fraction", "0.5"],
            ["console", "--send", "status"],
            ["doctor"],
            ["push", Files.Golden("bcnet-logits")],
            ["push", Files.Golden()],
        ];
    }

    /// <summary>Lies in every reply of a type; the verb says that the answer cannot be right, and names the field.</summary>
    private static void Refused(int type, Action<byte[]> change, string field, string[]? verb = null)
    {
        using RunningBoard board = Boards.Start("coopnet");
        using HostileBoard hostile = new(
            board,
            frame => [frame.Type == (type | RequestType.ReplyBit) ? HostileBoard.Lie(frame, change) : HostileBoard.Truth(frame)]
        );
        Stopwatch clock = Stopwatch.StartNew();
        string[] arguments = [.. verb ?? ["info"], "--port", hostile.PortName];
        Outcome outcome = Tool.Fail(ExitCode.BoardIncompatible, "boardIncompatible", arguments);
        StringAssert.Contains(outcome.Error, field);
        Assert.IsLessThan(20_000, clock.ElapsedMilliseconds);
    }

    /// <summary>One field, the length, the type or the number of a reply, changed at random.</summary>
    private static byte[] Change(Frame frame, Random random)
    {
        byte[] payload = [.. frame.Payload];
        int at = random.Next(payload.Length);
        switch (random.Next(6))
        {
            case 0:
                payload[at] = (byte)random.Next(256);
                break;
            case 1:
                payload[at] ^= 0x80;
                break;
            case 2:
                payload.AsSpan(at, Math.Min(4, payload.Length - at)).Fill(0xFF);
                break;
            case 3:
                payload = payload[..at];
                break;
            case 4:
                payload = [.. payload, .. new byte[random.Next(1, 300)]];
                break;
            default:
                return FrameCodec.Encode(RequestType.Error, frame.Sequence, [(byte)random.Next(20), .. payload]);
        }

        return FrameCodec.Encode(frame.Type, frame.Sequence, payload);
    }

    /// <summary>A reply to hello whose board has another name.</summary>
    private static byte[] Hello(Frame frame, byte[] name)
    {
        const int idLengthAt = 33;
        int at = idLengthAt + 1 + frame.Payload[idLengthAt];
        byte[] rest = frame.Payload[(at + 1 + frame.Payload[at])..];
        return FrameCodec.Encode(frame.Type, frame.Sequence, [.. frame.Payload[..at], (byte)name.Length, .. name, .. rest]);
    }

    private static void AssertPrintable(Outcome outcome)
    {
        foreach (char c in outcome.Output + outcome.Error)
        {
            bool isObeyed = c != '\n' && (char.IsControl(c) || c == '\u202e');
            Assert.IsFalse(isObeyed, $"U+{(int)c:X4} in {outcome.Output}{outcome.Error}");
        }
    }
}
