// A slot of a board's model store (request storeInfo); nf-interop/native/NATIVE.md, StoreInfo.
using System.Buffers.Binary;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Link;

/// <summary>What a slot of the store holds.</summary>
/// <param name="Slot">Number of the slot.</param>
/// <param name="State">A value of <see cref="SlotState"/>.</param>
/// <param name="BlobBytes">Size of the model, whole or partly sent; else 0.</param>
/// <param name="ReceivedBytes">Bytes of it that are stored.</param>
/// <param name="Sectors">Sectors it takes, from the slot's own on.</param>
/// <param name="Identity">SHA-256 of the model, hexadecimal; empty where there is none.</param>
public sealed record StoredModel(int Slot, int State, int BlobBytes, int ReceivedBytes, int Sectors, string Identity)
{
    internal static StoredModel Parse(int slot, ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("storeInfo", payload);
        int[] v = new int[SlotField.Ints];
        for (int i = 0; i < v.Length; i++)
        {
            v[i] = r.I32();
        }

        r.End();
        r.Require("state", v[SlotField.State], SlotState.Empty, SlotState.Damaged);
        int bytes = r.Require("blobBytes", v[SlotField.BlobBytes], 0, int.MaxValue);
        r.Require("next", v[SlotField.Next], 0, bytes);
        r.Require("sectors", v[SlotField.Sectors], 0, byte.MaxValue);
        byte[] identity = new byte[Device.Protocol.IdentityBytes];
        for (int i = 0; i < identity.Length; i += sizeof(int))
        {
            BinaryPrimitives.WriteInt32LittleEndian(identity.AsSpan(i), v[SlotField.Identity + (i / sizeof(int))]);
        }

        return new(
            slot,
            v[SlotField.State],
            bytes,
            v[SlotField.Next],
            v[SlotField.Sectors],
            bytes == 0 ? "" : Convert.ToHexStringLower(identity)
        );
    }
}
