// The model store of nf-interop/native/NATIVE.md in memory: slots, erase steps, resume by 4 KiB, commit last; with faults on
// request.
using System.Security.Cryptography;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests;

internal sealed class FakeStore
{
    public const int Sectors = 3;
    public const int SectorBytes = 16384;
    public const int HeaderBytes = 1024;
    public const int LargestBlob = Sectors * SectorBytes - HeaderBytes;

    private readonly Slot[] slots = [new(), new(), new()];
    private Slot? open;
    private int stepsWanted;
    private int stepsDone;
    private int sequence;

    /// <summary>The next erase fails.</summary>
    public bool FailErase { get; set; }

    /// <summary>Writing this blob offset fails; -1 none.</summary>
    public int FailWriteAt { get; set; } = -1;

    /// <summary>Status StoreCommit gives a whole blob, with rule 41, net 1, layer 2; 0 takes it.</summary>
    public int RefuseBlob { get; set; }

    /// <summary>Erases done, to see that repeats do nothing twice.</summary>
    public int Erases { get; private set; }

    /// <summary>Commits done.</summary>
    public int Commits { get; private set; }

    public int NewestSlot =>
        Array.FindIndex(
            slots,
            s =>
                s.State == SlotState.Committed
                && s.Sequence == slots.Where(t => t.State == SlotState.Committed).Max(t => t.Sequence)
        );

    public byte[] Blob(int slot) => slots[slot].Bytes;

    /// <summary>Power is lost: what was open is forgotten, what was programmed stays.</summary>
    public void LosePower() => open = null;

    /// <summary>Puts a committed blob into the store.</summary>
    public void Put(byte[] blob)
    {
        int[] v = new int[BeginField.Ints];
        Begin(SHA256.HashData(blob), blob.Length, v);
        for (int step = 0; step < v[BeginField.Steps]; step++)
        {
            Erase(step);
        }

        Write(0, blob, 0, blob.Length);
        Commit(new int[CommitField.Ints]);
    }

    public int Info(int slot, int[] v)
    {
        if (slot == -1)
        {
            (v[StoreField.Slots], v[StoreField.Sectors], v[StoreField.SectorBytes]) = (Sectors, Sectors, SectorBytes);
            (v[StoreField.Newest], v[StoreField.LargestBlob]) = (NewestSlot, LargestBlob);
            (v[StoreField.ProgramUnitBytes], v[StoreField.TransferOpen]) = (4, open is null ? 0 : 1);
            return 0;
        }

        if (slot < 0 || slot >= Sectors)
        {
            return NativeStatus.Argument;
        }

        Slot s = slots[slot];
        (v[SlotField.State], v[SlotField.BlobBytes], v[SlotField.Next]) = (s.State, s.Bytes.Length, s.Next);
        (v[SlotField.Sequence], v[SlotField.Sectors]) = (s.Sequence, s.SectorsUsed());
        Buffer.BlockCopy(s.Identity, 0, v, SlotField.Identity * sizeof(int), s.Identity.Length);
        return 0;
    }

    public int Begin(byte[] identity, int blobBytes, int[] v)
    {
        Array.Clear(v);
        if (blobBytes > LargestBlob)
        {
            return NativeStatus.StoreSpace;
        }

        int newest = NewestSlot;
        int same = Array.FindIndex(
            slots,
            s =>
                (s.State == SlotState.Partial || s == slots.ElementAtOrDefault(newest))
                && s.Bytes.Length == blobBytes
                && s.Identity.AsSpan().SequenceEqual(identity)
        );
        stepsDone = 0;
        stepsWanted = 0;
        if (same >= 0)
        {
            Slot found = slots[same];
            bool committed = found.State == SlotState.Committed;
            open = committed ? null : found;
            found.Next = committed ? blobBytes : found.Next / 4096 * 4096;
            v[BeginField.Result] = committed ? BeginResult.HasIt : BeginResult.Resumes;
            (v[BeginField.Next], v[BeginField.Slot]) = (found.Next, same);
            return 0;
        }

        int sectors = (blobBytes + HeaderBytes + SectorBytes - 1) / SectorBytes;
        int place = Enumerable.Range(0, Sectors - sectors + 1).OrderBy(p => Overlapped(p, sectors).Sum(s => s.Sequence)).First();
        open = new Slot
        {
            Identity = (byte[])identity.Clone(),
            Bytes = new byte[blobBytes],
            Place = place,
        };
        stepsWanted = sectors;
        (v[BeginField.Result], v[BeginField.Slot], v[BeginField.Steps]) = (BeginResult.New, place, sectors);
        return 0;
    }

    public int Erase(int step)
    {
        if (open is null || step != stepsDone || step >= stepsWanted)
        {
            return NativeStatus.StoreState;
        }

        if (FailErase)
        {
            FailErase = false;
            return NativeStatus.StoreErase;
        }

        foreach (Slot lost in step == 0 ? Overlapped(open.Place, stepsWanted).ToArray() : [])
        {
            lost.State = SlotState.Empty;
        }

        Erases++;
        stepsDone++;
        if (stepsDone == stepsWanted)
        {
            open.State = SlotState.Partial;
            slots[open.Place] = open;
        }

        return 0;
    }

    public int Write(int at, byte[] data, int start, int count)
    {
        if (open is null || stepsDone < stepsWanted)
        {
            return NativeStatus.StoreState;
        }

        if (at != open.Next || (count % 32 != 0 && at + count != open.Bytes.Length) || at + count > open.Bytes.Length)
        {
            return NativeStatus.StoreOffset;
        }

        if (FailWriteAt >= at && FailWriteAt < at + count)
        {
            FailWriteAt = -1;
            open.State = SlotState.Empty;
            open = null;
            return NativeStatus.StoreProgram;
        }

        Array.Copy(data, start, open.Bytes, at, count);
        open.Next = at + count;
        return open.Next;
    }

    public int Commit(int[] v)
    {
        if (open is null || open.Next != open.Bytes.Length)
        {
            return NativeStatus.StoreState;
        }

        Slot done = open;
        open = null;
        if (!SHA256.HashData(done.Bytes).AsSpan().SequenceEqual(done.Identity))
        {
            done.State = SlotState.Empty;
            return NativeStatus.StoreVerify;
        }

        if (RefuseBlob != 0)
        {
            (v[CommitField.Rule], v[CommitField.RuleNet], v[CommitField.RuleLayer]) = (41, 1, 2);
            done.State = SlotState.Empty;
            return RefuseBlob;
        }

        Commits++;
        done.State = SlotState.Committed;
        done.Sequence = ++sequence;
        v[CommitField.Slot] = done.Place;
        return 0;
    }

    /// <summary>What StoreSignature answers; a board without a key offers it not.</summary>
    public int SignatureStatus { get; set; } = NativeStatus.Port;

    /// <summary>The last signature given.</summary>
    public byte[] Signature { get; private set; } = [];

    public int Sign(byte[] block)
    {
        Signature = [.. block];
        return SignatureStatus;
    }

    public int Use(int slot)
    {
        if (slot < 0 || slot >= Sectors)
        {
            return NativeStatus.Argument;
        }

        if (slots[slot].State != SlotState.Committed)
        {
            return NativeStatus.NoModel;
        }

        slots[slot].Sequence = NewestSlot == slot ? slots[slot].Sequence : ++sequence;
        return 0;
    }

    public int Remove(int slot)
    {
        if (slot < -1 || slot >= Sectors)
        {
            return NativeStatus.Argument;
        }

        for (int i = 0; i < Sectors; i++)
        {
            if ((slot == -1 || slot == i) && slots[i].State == SlotState.Committed)
            {
                slots[i].State = SlotState.Damaged;
            }
        }

        return 0;
    }

    private IEnumerable<Slot> Overlapped(int place, int sectors) =>
        slots.Where((s, i) => s.State == SlotState.Committed && i < place + sectors && place < i + s.SectorsUsed());

    private sealed class Slot
    {
        public int State { get; set; }

        public int Place { get; init; }

        public int Next { get; set; }

        public int Sequence { get; set; }

        public byte[] Identity { get; init; } = new byte[32];

        public byte[] Bytes { get; init; } = [];

        public int SectorsUsed() => (Bytes.Length + HeaderBytes + SectorBytes - 1) / SectorBytes;
    }
}
