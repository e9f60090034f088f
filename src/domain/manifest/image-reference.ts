import type { Problem } from '../problem.ts';

export function checkImage(image: string): Problem[] {
  if (/^\w[\w.:/@-]*$/.test(image)) return [];
  return [
    {
      code: 'bad-image',
      message: `${JSON.stringify(image)} is no image reference`,
      hint: 'write it as REGISTRY/NAME:TAG, without a blank',
    },
  ];
}
