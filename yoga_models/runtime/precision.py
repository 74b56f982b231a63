"""Which numbers a network is quicker with on this machine."""

import torch


def bf16_pays(device: torch.device) -> bool:
    """Whether half precision (bfloat16) is faster than float32 here: on GPUs, and on CPUs with instructions for it."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))
