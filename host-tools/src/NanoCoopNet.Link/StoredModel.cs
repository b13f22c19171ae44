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
/// <param name="Signer">Public key of its signer, hexadecimal; empty: the board had no key when it was stored.</param>
/// <param name="Version">As which version it was signed; 0: it was not.</param>
public sealed record StoredModel(
    int Slot,
    int State,
    int BlobBytes,
    int ReceivedBytes,
    int Sectors,
    string Identity,
    string Signer = "",
    int Version = 0
)
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
        r.Require("state", v[SlotField.State], SlotState.Empty, SlotState.Foreign);
        int bytes = r.Require("blobBytes", v[SlotField.BlobBytes], 0, int.MaxValue);
        r.Require("next", v[SlotField.Next], 0, bytes);
        r.Require("sectors", v[SlotField.Sectors], 0, byte.MaxValue);
        r.Require("version", v[SlotField.Version], 0, int.MaxValue);
        return new(
            slot,
            v[SlotField.State],
            bytes,
            v[SlotField.Next],
            v[SlotField.Sectors],
            bytes == 0 ? "" : Hex(v, SlotField.Identity, Device.Protocol.IdentityBytes),
            v[SlotField.Version] == 0 ? "" : Hex(v, SlotField.Signer, Device.Protocol.KeyBytes),
            v[SlotField.Version]
        );
    }

    private static string Hex(int[] v, int at, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i += sizeof(int))
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i), v[at + (i / sizeof(int))]);
        }

        return Convert.ToHexStringLower(bytes);
    }
}
