// Draws the pictures that the states show.
import sharp from 'sharp';

const WIDTH = 1600;
const HEIGHT = 1067;

const svg = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${body}</svg>`;

const gradient = (id: string, colours: readonly string[]): string => {
  const stops = colours.map(
    (colour, index) => `<stop offset="${index / (colours.length - 1)}" stop-color="${colour}"/>`,
  );
  return `<linearGradient id="${id}" x2="0" y2="1">${stops.join('')}</linearGradient>`;
};

const boat = (x: number, y: number, size: number, colour: string): string =>
  `<g transform="translate(${x} ${y}) scale(${size})" fill="${colour}">
    <path d="M-60 0h120l-24 26h-72z"/><path d="M-3-150h6V0h-6z"/><path d="M8-140q60 70 46 128H8z"/>
    <path d="M-8-120q-40 60-36 108h36z" opacity=".7"/></g>`;

const waves = (top: number, colour: string): string =>
  Array.from({ length: 9 }, (_, index) => {
    const y = top + 14 + index * index * 5;
    const x = 700 - index * 36 + (index % 3) * 60;
    return `<rect x="${x}" y="${y}" width="${190 + index * 44}" height="${3 + index}" rx="6" fill="${colour}" opacity=".5"/>`;
  }).join('');

/** A harbour at dusk. */
const harbour = svg(
  `<defs>${gradient('sky', ['#2b2f5b', '#8f4a7c', '#f08a5d', '#f9c784'])}
    ${gradient('sea', ['#c8744f', '#5a3b63', '#1c2140'])}</defs>
  <rect width="${WIDTH}" height="640" fill="url(#sky)"/><circle cx="880" cy="560" r="90" fill="#ffe6b0"/>
  <path d="M0 600q240-120 470-40t430 30 700-90v150H0z" fill="#3a2c52"/>
  <rect y="640" width="${WIDTH}" height="427" fill="url(#sea)"/>${waves(640, '#ffdca0')}
  ${boat(420, 720, 1.5, '#1a1730')}${boat(1180, 690, 1, '#241f3d')}${boat(1380, 800, 2, '#14122a')}`,
);

/** A lighthouse by day. */
const lighthouse = svg(
  `<defs>${gradient('sky', ['#5aa9d6', '#a9d6ea', '#eaf4f4'])}${gradient('sea', ['#3f8fb0', '#1f5f80'])}</defs>
  <rect width="${WIDTH}" height="700" fill="url(#sky)"/><rect y="700" width="${WIDTH}" height="367" fill="url(#sea)"/>
  <path d="M500 760q320-210 700-60t500 90v277H380z" fill="#4f6b4a"/><path d="M1010 250h140l36 480H974z" fill="#fbfbf7"/>
  <path d="M1001 370h158l8 110H993zM985 590h190l8 110H977z" fill="#c4453c"/><rect x="1020" y="180" width="120" height="74" fill="#38424a"/>
  <path d="M1010 182l70-70 70 70z" fill="#c4453c"/>${boat(330, 760, 1.1, '#f6f4ec')}`,
);

/** A chart of bars. */
const chart = svg(
  `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fdfdfb"/>
  ${[330, 470, 410, 620, 560, 740].map((height, index) => `<rect x="${190 + index * 215}" y="${930 - height}" width="130" height="${height}" rx="10" fill="${index === 5 ? '#0f6b62' : '#9cc8c2'}"/>`).join('')}
  <rect x="130" y="930" width="1340" height="6" fill="#56635f"/>`,
);

const draw = (picture: string) => sharp(Buffer.from(picture));

/** The pictures as files of cameras and programs. */
export const drawPictures = async () => ({
  harbour: await draw(harbour).jpeg({ quality: 86 }).toBuffer(),
  lighthouse: await draw(lighthouse).webp({ quality: 86 }).toBuffer(),
  chart: await draw(chart).png({ palette: true }).toBuffer(),
});
